import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nginxOrNull, until } from '../../../test/engine/nginx-process.ts';
import { type DoorWorld, openDoorWorld, token } from '../../../test/fakes/door-world.ts';
import { openOllamaRoutes } from './ollama-routes.ts';

const tree = nginxOrNull();
/** On every answer, whoever gives it. */
const safe = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
};
const five = ['web', 'rag', 'qa', 'qdrant', 'ollama'] as const;
const bearer = { authorization: `Bearer ${token}` };

describe.skipIf(tree === null)('the guards of the door, in a real nginx', () => {
  let world: DoorWorld;
  beforeAll(async () => {
    world = await openDoorWorld(tree ?? '');
  });
  afterEach(() => {
    world.asked.length = 0;
    world.special.clear();
  });
  afterAll(() => world?.close());

  const lastAsked = () => world.asked.at(-1);
  const codeOf = (text: string) => JSON.parse(text).error?.code;

  describe('names', () => {
    it('answers on all five ports to loopback names and to those of the configuration', async () => {
      for (const port of five)
        for (const host of [
          '127.0.0.1',
          'localhost:99',
          '[::1]:8081',
          'Intranet.Example',
          'intranet.example.:80',
        ]) {
          const { status } = await world.ask(port, '/health', { headers: { host, ...bearer } });
          expect(status, `${port} ${host}`).toBe(200);
        }
    });

    it('answers to no other name', async () => {
      for (const port of five)
        for (const host of [
          'rebound.example',
          'localhost.rebound.example',
          '127.0.0.1.nip.io',
          'ollama',
          'xintranet.example',
        ]) {
          const { status, text, headers } = await world.ask(port, '/', {
            headers: { host, ...bearer },
          });
          expect(status, `${port} ${host}`).toBe(403);
          expect(codeOf(text)).toBe('FORBIDDEN_HOST');
          expect(headers).toMatchObject({
            'content-type': 'application/json',
            'x-gecko-project': 'my-project',
          });
        }
      expect(world.asked).toEqual([]);
    });

    it('takes a whole URL as target only where its host is allowed too', async () => {
      const ask = (target: string, host: string) => world.ask('rag', target, { headers: { host } });
      expect((await ask('http://rebound.example/health', 'localhost')).status).toBe(403);
      expect((await ask('http://localhost/health', 'rebound.example')).status).toBe(403);
      expect((await ask('http://localhost/health', 'localhost')).status).toBe(200);
    });
  });

  describe('what browsers are told', () => {
    it('stands on every answer, of the door and of a service that says none of it', async () => {
      for (const port of five)
        for (const [path, host] of [
          ['/api/tags', 'localhost'],
          ['/api/tags', 'evil.example'],
          ['/api/rag/x', 'localhost'],
          ['/api/rag', 'localhost'],
        ] as const) {
          const { headers } = await world.ask(port, path, { headers: { host } });
          expect(headers, `${port} ${path} ${host}`).toMatchObject(safe);
        }
    });

    it("is a service's own word where it says something", async () => {
      world.special.set('/x', (_, response) => {
        response.setHeader('referrer-policy', 'origin').setHeader('x-frame-options', 'SAMEORIGIN');
        response.end();
      });
      for (const [port, path] of [
        ['rag', '/x'],
        ['web', '/api/rag/x'],
      ] as const)
        expect((await world.ask(port, path)).headers).toMatchObject({
          ...{ ...safe, 'referrer-policy': 'origin', 'x-frame-options': 'SAMEORIGIN' },
        });
    });
  });

  describe('origins', () => {
    it('lets a page of another origin read, without CORS headers, and nothing else', async () => {
      for (const port of five)
        for (const origin of [
          'https://evil.example',
          'null',
          'http://127.0.0.1:1',
          'http://localhost',
        ]) {
          for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'BREW']) {
            const { status, text, headers } = await world.ask(port, '/api/tags', {
              method,
              headers: { origin, ...bearer },
            });
            expect(status, `${port} ${method} ${origin}`).toBe(403);
            expect(codeOf(text)).toBe('FORBIDDEN_ORIGIN');
            expect(corsOf(headers)).toEqual([]);
          }
          for (const method of ['GET', 'HEAD', 'OPTIONS']) {
            const { status, headers } = await world.ask(port, '/health', {
              method,
              headers: { origin, ...bearer },
            });
            expect(status, `${port} ${method}`).not.toBe(403);
            expect(corsOf(headers)).toEqual([]);
          }
        }
    });

    it('refuses them on the routes of the page that lead to the backends too', async () => {
      for (const path of ['/api/rag/ask', '/api/qa/corpus/documents/1', '/login/links', '/session'])
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
          for (const origin of ['https://evil.example', 'null', 'http://localhost:1']) {
            const { status, text, headers } = await world.ask('web', path, {
              method,
              headers: { origin, ...bearer },
            });
            expect(status, `${method} ${path} ${origin}`).toBe(403);
            expect(codeOf(text)).toBe('FORBIDDEN_ORIGIN');
            expect(corsOf(headers)).toEqual([]);
          }
      expect(world.asked).toEqual([]);
    });

    it("gives the project's own origins CORS on the backends, and only there", async () => {
      const origin = 'https://chat.example';
      for (const port of ['rag', 'qa'] as const) {
        const posted = await world.ask(port, '/ask', { method: 'POST', headers: { origin } });
        expect(posted).toMatchObject({
          status: 200,
          headers: {
            'access-control-allow-origin': origin,
            'access-control-allow-credentials': 'true',
            vary: 'Origin',
          },
        });
        const preflight = await world.ask(port, '/ask', { method: 'OPTIONS', headers: { origin } });
        expect(preflight).toMatchObject({
          status: 204,
          headers: { 'access-control-allow-methods': 'GET, POST, PUT, DELETE' },
        });
      }
      for (const port of ['qdrant', 'ollama'] as const) {
        const { status } = await world.ask(port, '/x', {
          method: 'POST',
          headers: { origin, ...bearer },
        });
        expect(status).toBe(403);
        const read = await world.ask(port, '/api/tags', { headers: { origin } });
        expect(corsOf(read.headers)).toEqual([]);
      }
      const onPage = (path: string) =>
        world.ask('web', path, { method: 'POST', headers: { origin } });
      expect((await onPage('/api/qa/ask')).headers).toMatchObject({
        'access-control-allow-origin': origin,
      });
      expect((await onPage('/login/links')).status).toBe(403);
      expect((await onPage('/api/../login/links')).status).toBe(403);
      expect((await onPage('/api/rag/../../login/links')).status).toBe(403);
    });

    it('takes a page of the very address for its own', async () => {
      for (const port of five) {
        const origin = `http://127.0.0.1:${world.input.ports[port]}`;
        const target = port === 'web' ? '/api/rag/ask' : '/api/chat';
        const { status } = await world.ask(port, target, { method: 'POST', headers: { origin } });
        expect(status, port).toBe(200);
      }
    });
  });

  describe('Ollama', () => {
    it('answers the open routes without a token, and never gets it', async () => {
      for (const route of openOllamaRoutes) {
        const { status } = await world.ask('ollama', `${route}?a=b%20c`, {
          method: 'POST',
          headers: bearer,
        });
        expect(status, route).toBe(200);
        expect(lastAsked()).toMatchObject({ service: 'ollama', url: `${route}?a=b%20c` });
        expect(lastAsked()?.headers).not.toHaveProperty('authorization');
      }
    });

    it('opens no other route by any spelling of its path', async () => {
      const guarded = [
        '/api/pull',
        '/api/push',
        '/api/create',
        '/api/copy',
        '/api/delete',
        '/api/blobs/sha256:0',
        '/index.html',
        '/v1/models/x',
        '//api//pull',
        '/api/./pull',
        '/api/x/../pull',
        '/%61pi/pull',
        '/api%2fpull',
        '/api/%2e/pull',
        '/API/pull',
        '/api/chat/../pull',
        '/api/chat/%2e%2e/pull',
        '/api/chat%2f..%2fpull',
        '/api/chat/..%2fpull',
        '/api/chat/',
        '/API/CHAT',
        '/api/chat%00',
        '/api/chat%3f/../pull',
        '/api/chat;/../pull',
        '/api/tags\\..\\pull',
        '/api/chat%20',
      ];
      for (const target of guarded)
        for (const authorization of [
          '',
          'Bearer wrong',
          `Basic ${token}`,
          token,
          `Bearer ${token}x`,
        ]) {
          const { status } = await world.ask('ollama', target, {
            method: 'POST',
            headers: { authorization },
          });
          expect([400, 401], `${target} ${authorization}`).toContain(status);
        }
      expect(world.asked).toEqual([]);
    });

    it('passes on the path that was matched', async () => {
      const open = {
        '//api//chat': '/api/chat',
        '/api/./tags': '/api/tags',
        '/api/pull/../ps': '/api/ps',
        '/api/%63hat': '/api/chat',
        '/api/generate#/../pull': '/api/generate',
      };
      for (const [target, url] of Object.entries(open)) {
        expect((await world.ask('ollama', target)).status, target).toBe(200);
        expect(lastAsked()).toMatchObject({ url });
      }
      const withToken = {
        '//api//pull': '/api/pull',
        '/api/%2e/pull': '/api/pull',
        '/api/%70ull': '/api/pull',
        '/api/a%20b': '/api/a%20b',
        '/api/a%0d%0aX:y': '/api/a%0D%0AX:y',
      };
      for (const [target, url] of Object.entries(withToken)) {
        expect((await world.ask('ollama', target, { headers: bearer })).status, target).toBe(200);
        expect(lastAsked()?.url).toBe(url);
      }
    });

    it('says what a refused request needs', async () => {
      const { headers, text } = await world.ask('ollama', '/api/pull', { method: 'POST' });
      expect(headers).toMatchObject({ 'www-authenticate': 'Bearer' });
      expect(codeOf(text)).toBe('UNAUTHORIZED');
    });
  });

  describe("gecko's own paths", () => {
    it('tell the health of the door, and of a container before it joins the others', async () => {
      const door = await world.ask('web', '/-/health');
      expect(door).toMatchObject({ status: 200, text: '{"status":"ok","service":"web"}' });
      const replica = await world.ask('web', '/-/health/my-project-rag-7');
      expect(replica.status).toBe(200);
      expect(lastAsked()).toMatchObject({ service: 'my-project-rag-7', url: '/health' });
      expect((await world.ask('web', '/-/health/my-project-rag-8')).status).toBe(503);
      expect((await world.ask('web', '/-/health/qa')).status).toBe(200);
      expect(lastAsked()).toMatchObject({ service: 'qa-1', url: '/health' });
    });

    it('reach nothing but containers of the project', async () => {
      for (const name of [
        'rag-1',
        'qdrant',
        '127.0.0.7',
        'my-project-rag-7.',
        'my-project-rag-7/x',
        'my-project-rag-7:1',
        'other-rag-1',
        'x-my-project-rag-7',
      ])
        expect((await world.ask('web', `/-/health/${name}`)).status, name).toBe(404);
      expect((await world.ask('web', '/-/other')).status).toBe(404);
      expect(world.asked).toEqual([]);
    });

    it('lead to Ollama with the token alone', async () => {
      const pull = { method: 'POST' };
      for (const path of [
        '/-/ollama/api/pull',
        '/-/ollama/api/tags',
        '/-//ollama/api/tags',
        '/-/ollama/',
      ])
        expect((await world.ask('web', path, pull)).status, path).toBe(401);
      expect(world.asked).toEqual([]);
      const { status } = await world.ask('web', '/-/ollama/api/pull', { ...pull, headers: bearer });
      expect(status).toBe(200);
      expect(lastAsked()).toMatchObject({ service: 'ollama', url: '/api/pull' });
      expect(lastAsked()?.headers).not.toHaveProperty('authorization');
    });
  });

  describe('the way to Qdrant for gecko itself', () => {
    it('needs the token, and leaves Qdrant its own key', async () => {
      expect((await world.ask('web', '/-/qdrant/collections')).status).toBe(401);
      expect(world.asked).toEqual([]);
      const headers = { ...bearer, 'api-key': 'key-of-qdrant' };
      expect((await world.ask('web', '/-/qdrant/collections', { headers })).status).toBe(200);
      expect(lastAsked()).toMatchObject({
        service: 'qdrant',
        url: '/collections',
        headers: { 'api-key': 'key-of-qdrant' },
      });
      expect(lastAsked()?.headers).not.toHaveProperty('authorization');
    });
  });

  describe('what is passed on', () => {
    it('is the path as it came for the backends and Qdrant', async () => {
      for (const port of ['rag', 'qa', 'qdrant'] as const) {
        await world.ask(port, '/a%2Fb//c?q=%20');
        expect(lastAsked()?.url).toBe('/a%2Fb//c?q=%20');
      }
    });

    it('holds no word of the client about its way, and no cookie on the ports of the services', async () => {
      const headers = {
        forwarded: 'for=1.2.3.4',
        'x-forwarded-for': '1.2.3.4',
        'x-forwarded-host': 'evil',
        'x-forwarded-proto': 'https',
        'x-real-ip': '1.2.3.4',
        cookie: `gecko_my-project=1.abc`,
        'api-key': 'key',
        'x-other': 'kept',
      };
      for (const port of ['rag', 'qa', 'qdrant'] as const) {
        await world.ask(port, '/x', { headers });
        expect(lastAsked()?.headers).toEqual({
          host: `127.0.0.1:${world.input.ports[port]}`,
          connection: 'close',
          'api-key': 'key',
          'x-other': 'kept',
        });
      }
    });

    it("is of all cookies the project's session, on the page's address", async () => {
      const cookie = 'other=1; gecko_my-project=123.a-_B; gecko_other=5.c';
      for (const path of ['/api/rag/x', '/api/qa/corpus/documents', '/session', '/login']) {
        await world.ask('web', path, { headers: { cookie } });
        expect(lastAsked()?.headers.cookie, path).toBe('gecko_my-project=123.a-_B');
      }
    });

    it('leads nowhere else: no answer of a service redirects inside the door', async () => {
      const { text } = await world.ask('qdrant', '/x');
      expect(JSON.parse(text)).toMatchObject({ service: 'qdrant' });
    });
  });

  describe('the page', () => {
    it('is served under a policy, with its own routes', async () => {
      const page = { status: 200, text: 'the page' };
      for (const path of ['/', '/index.html', '/documents/1', '/assets', '/assets/']) {
        const answer = await world.ask('web', path);
        expect(answer, path).toMatchObject(page);
        expect(answer.headers).toMatchObject({
          'content-security-policy': expect.stringMatching(
            /^default-src 'none'; script-src 'self'/,
          ),
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-cache',
          ...safe,
        });
      }
      expect((await world.ask('web', '/app.js')).headers['content-type']).toBe(
        'text/javascript; charset=utf-8',
      );
    });

    it('is its index.html too where a browser goes to a route that looks like a file', async () => {
      const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
      for (const path of ['/c/warranty.md', '/c/a%20b%0A.md']) {
        const answer = await world.ask('web', path, { headers });
        expect(answer, path).toMatchObject({ status: 200, text: 'the page' });
        const other = await world.ask('web', path, { headers: { accept: '*/*' } });
        expect(other.status, path).toBe(404);
      }
      expect((await world.ask('web', '/.env', { headers })).status).toBe(404);
    });

    it('is asked for again, and sent only where it has changed', async () => {
      const { headers } = await world.ask('web', '/app.js');
      const again = { 'if-none-match': String(headers.etag) };
      expect(await world.ask('web', '/app.js', { headers: again })).toMatchObject({
        status: 304,
        headers: { 'content-security-policy': headers['content-security-policy'], ...safe },
      });
    });

    it('is kept for ever where its names have a hash of the content: in assets of our own page', async () => {
      const kept = async (path: string) =>
        String((await world.ask('web', path)).headers['cache-control']);
      expect(await kept('/assets/a.css')).toBe('public, max-age=31536000, immutable');
      for (const path of ['/', '/app.js', '/assets/none', '/assets/none.css'])
        expect(await kept(path), path).toBe('no-cache');
      const { page } = world.input;
      await world.reload({ page: { ...page, isOurs: false } });
      await until(async () => (await kept('/assets/a.css')) === 'no-cache');
      await world.reload({ page });
      await until(async () => (await kept('/assets/a.css')) !== 'no-cache');
    });

    it('is sent compressed to who can read that', async () => {
      const headers = { 'accept-encoding': 'gzip, deflate, br' };
      const path = '/assets/large-x.js';
      const packed = await world.ask('web', path, { headers });
      expect(packed.headers).toMatchObject({
        'content-encoding': 'gzip',
        vary: 'Accept-Encoding',
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
      });
      expect(packed.text.length).toBeLessThan(1_000);
      const again = { ...headers, 'if-none-match': String(packed.headers.etag) };
      expect((await world.ask('web', path, { headers: again })).status).toBe(304);
      expect((await world.ask('web', path)).headers).not.toHaveProperty('content-encoding');
    });

    it('is all that is served: nothing above its folder, by dots, by encoding, by a link', async () => {
      for (const path of [
        '/%2e%2e/secret.txt',
        '/..%2fsecret.txt',
        '/link.txt',
        '/%00',
        '/no.js',
        '/.env',
        '/.git/config',
        '/api/other/ask',
        '/api/rag',
        '/assets/../../secret.txt',
      ]) {
        const { status, headers } = await world.ask('web', path);
        expect([400, 404], path).toContain(status);
        if (status === 404) expect(headers['content-type']).toBe('application/json');
      }
    });

    it('takes GET and HEAD', async () => {
      expect(await world.ask('web', '/app.js', { method: 'POST' })).toMatchObject({
        status: 405,
        headers: { allow: 'GET, HEAD', 'content-type': 'application/json' },
      });
      expect(await world.ask('web', '/', { method: 'HEAD' })).toMatchObject({
        status: 200,
        text: '',
      });
    });
  });
});

describe.skipIf(tree === null)('the door of an Ollama elsewhere', () => {
  let world: DoorWorld;
  beforeAll(async () => {
    world = await openDoorWorld(tree ?? '');
    const ollama = {
      ...ollamaOf(world),
      url: `${ollamaOf(world).url}/prefix`,
      isContainer: false,
    };
    await world.reload({ ollama, qdrant: { ...world.input.qdrant, isPublished: false } });
    await until(async () => (await world.ask('ollama', '/api/tags')).text.includes('/prefix/'));
  });
  afterAll(() => world?.close());

  it('stands in for it, by its name inside alone, with everything that a backend needs', async () => {
    const headers = { host: 'ollama:11434', authorization: 'Bearer key-of-elsewhere' };
    expect((await world.ask('inside', '/api/pull', { method: 'POST', headers })).status).toBe(200);
    expect(world.asked.at(-1)).toMatchObject({
      url: '/prefix/api/pull',
      headers: { host: new URL(ollamaOf(world).url).host, authorization: headers.authorization },
    });
    expect(
      (await world.ask('inside', '/api/tags', { headers: { host: '127.0.0.1' } })).status,
    ).toBe(403);
    const foreign = { ...headers, origin: 'https://evil.example' };
    expect(
      (await world.ask('inside', '/api/chat', { method: 'POST', headers: foreign })).status,
    ).toBe(403);
  });

  it('keeps its guard on the published port', async () => {
    expect((await world.ask('ollama', '/api/pull')).status).toBe(401);
    expect((await world.ask('ollama', '/api/pull', { headers: bearer })).status).toBe(200);
    expect(world.asked.at(-1)?.headers).not.toHaveProperty('authorization');
  });
});

function ollamaOf({ input: { ollama } }: DoorWorld) {
  if (ollama === null) throw new Error('this world has an Ollama');
  return ollama;
}

function corsOf(headers: NodeJS.Dict<string | string[]>): string[] {
  return Object.keys(headers).filter((name) => name.startsWith('access-control-'));
}
