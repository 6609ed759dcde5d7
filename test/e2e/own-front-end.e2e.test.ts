import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFlutterBuild } from '../fakes/flutter-build.ts';
import { chromiumPath } from './browser.ts';
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

  it('is refused where the folder is none', async () => {
    await gecko.run(['down']);
    const env = { GECKO_WEB_ROOT: join(gecko.home, 'none') };
    const { code, stderr } = await gecko.run(['serve'], { env });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('web.root') });
  });
});
