import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFlutterBuild } from '../fakes/flutter-build.ts';
import { chromiumPath } from './browser.ts';
import { itServesFlutterBuild, postedTo } from './own-front-end.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

describe.skipIf(!process.env.GECKO_TEST_ENGINE || chromiumPath === null)(
  "a user's own front end behind nginx, in a real browser",
  () => {
    let gecko: StackSandbox;
    beforeAll(async () => {
      gecko = await openStack('front');
      makeFlutterBuild(join(gecko.home, 'build'), postedTo(gecko.ports));
      gecko.configure('web: { root: ./build, csp: flutter }');
      writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
      await gecko.ok('up');
      expect(await gecko.ok('ingest', 'pump.md')).toMatchObject({ added: 1 });
    });
    afterAll(() => gecko?.close());

    itServesFlutterBuild(() => ({
      ports: gecko.ports,
      link: async () => String((await gecko.ok('open', '--no-browser')).link),
      token: async () => (await gecko.run(['token', 'show'])).stdout.trim(),
    }));

    it('is served as it was built anew, with its own bootstrap, after the next up', async () => {
      makeFlutterBuild(join(gecko.home, 'build'), ['http://localhost:1/ask']);
      const policy = async () =>
        (await fetch(`http://127.0.0.1:${gecko.ports.web}/`)).headers.get(
          'content-security-policy',
        );
      const before = await policy();
      expect(await gecko.ok('up')).toMatchObject({ changed: true });
      expect(await policy()).not.toBe(before);
      expect(await gecko.ok('up')).toMatchObject({ changed: false });
    });

    it('is refused before anything is changed where the folder is none', async () => {
      gecko.configure('web: { root: ./none }');
      const { code, stderr } = await gecko.run(['up']);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('web.root') });
    });
  },
);
