import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFlutterBuild } from '../fakes/flutter-build.ts';
import { chromiumPath, openBrowser } from './browser.ts';
import { itServesFlutterBuild, postedTo } from './own-front-end.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

describe.skipIf(chromiumPath === null)("a user's own front end, in a real browser", () => {
  let gecko: Sandbox;
  beforeAll(async () => {
    gecko = await openSandbox('');
    makeFlutterBuild(join(gecko.home, 'build'), postedTo(gecko.ports));
    writeFileSync(join(gecko.home, 'gecko.yaml'), 'web: { root: ./build, csp: flutter }\n');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    expect(await gecko.run(['ingest', 'pump.md'])).toMatchObject({ code: 0 });
  });
  afterAll(() => gecko?.close());

  itServesFlutterBuild(() => ({
    ports: gecko.ports,
    link: async () => String((await gecko.json(['open', '--no-browser'])).document.link),
    token: async () => (await gecko.run(['token', 'show'])).stdout.trim(),
  }));

  it('is served as it was built anew, with its own bootstrap, after the next up', async () => {
    const policy = async () =>
      (await fetch(`http://127.0.0.1:${gecko.ports.web}/`)).headers.get('content-security-policy');
    const before = await policy();
    makeFlutterBuild(join(gecko.home, 'build'), ['http://localhost:1/ask']);
    expect(await gecko.run(['up'])).toMatchObject({ code: 0 });
    expect(await policy()).not.toBe(before);
  });

  it('loads from elsewhere what web.remote names', async () => {
    const elsewhere = createServer((_, response) =>
      response
        .setHeader('content-type', 'text/javascript')
        .setHeader('access-control-allow-origin', '*')
        .end('export const here = "loaded"'),
    );
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const { port } = elsewhere.address() as AddressInfo;
    const browser = await openBrowser();
    try {
      const env = { GECKO_WEB_REMOTE: `http://127.0.0.1:${port}/engine/` };
      expect(await gecko.run(['up'], { env })).toMatchObject({ code: 0 });
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${gecko.ports.web}`);
      const loaded = (path: string) =>
        page.evaluate(
          `import('http://127.0.0.1:${port}${path}').then(({ here }) => here, () => 'refused')`,
        );
      expect(await loaded('/engine/kit.js')).toBe('loaded');
      expect(await loaded('/other.js')).toBe('refused');
    } finally {
      await browser.close();
      elsewhere.close();
    }
  });

  it('is refused where the folder is none', async () => {
    await gecko.run(['down']);
    const env = { GECKO_WEB_ROOT: join(gecko.home, 'none') };
    const { code, stderr } = await gecko.run(['serve'], { env });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('web.root') });
  });
});
