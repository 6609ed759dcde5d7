import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBrowserSession } from '@gecko/core/http/browser-session';
import { behindDoor } from '@gecko/core/server/behind-door';
import { getRequestListener } from '@hono/node-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nginxOrNull, until } from '../../../test/engine/nginx-process.ts';
import { type DoorWorld, openDoorWorld, token } from '../../../test/fakes/door-world.ts';

const tree = nginxOrNull();
/** Milliseconds before the first token; the long suite waits longer than nginx by itself does. */
const silence = Number(process.env.GECKO_TEST_SILENCE_MS ?? 1_500);

describe.skipIf(tree === null)('the traffic through the door, in a real nginx', () => {
  let world: DoorWorld;
  beforeAll(async () => {
    const limits = { deadline: silence + 30_000, json: 1_048_576, document: 20_971_520 };
    world = await openDoorWorld(tree ?? '', { limits });
  });
  afterEach(() => {
    world.asked.length = 0;
    world.special.clear();
  });
  afterAll(() => world?.close());

  describe('streams', () => {
    it('pass as they are written: the first byte, comments, a token after a pause', async () => {
      let write: (text: string) => void = () => {};
      world.special.set('/ask', (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        write = (text) => response.write(text);
        write('event: citations\n\n');
      });
      for (const [port, target] of [
        ['rag', '/ask'],
        ['web', '/api/qa/ask'],
      ] as const) {
        const sent = request({
          host: '127.0.0.1',
          port: world.input.ports[port],
          path: target,
          method: 'POST',
        });
        sent.end();
        const [response] = await once(sent, 'response');
        const next = async () => String((await once(response, 'data'))[0]);
        expect(await next()).toBe('event: citations\n\n');
        write(': still there\n\n');
        expect(await next()).toBe(': still there\n\n');
        await sleep(silence);
        write('event: token\n\n');
        expect(await next()).toBe('event: token\n\n');
        sent.destroy();
      }
    });

    it('end at the service when the client leaves', async () => {
      let left = false;
      world.special.set('/ask', (_, response) => {
        response.write('x');
        response.on('close', () => {
          left = true;
        });
      });
      const sent = request({
        host: '127.0.0.1',
        port: world.input.ports.rag,
        path: '/ask',
        method: 'POST',
      });
      sent.on('error', () => {});
      sent.end();
      const [response] = await once(sent, 'response');
      await once(response, 'data');
      sent.destroy();
      await until(() => left);
    });

    it('reach a service while they are sent, and are written to no file', async () => {
      let first = '';
      world.special.set('/corpus/documents/1', (asked, response) => {
        asked.once('data', (bytes: Buffer) => {
          first = String(bytes);
        });
        asked.on('end', () => response.end());
      });
      const sent = request({
        host: '127.0.0.1',
        port: world.input.ports.rag,
        path: '/corpus/documents/1',
        method: 'PUT',
      });
      sent.write('the beginning');
      await until(() => first === 'the beginning');
      sent.end();
      const [response] = await once(sent, 'response');
      expect(response.statusCode).toBe(200);
      response.resume();
    });
  });

  describe('bodies', () => {
    it('are refused over the limit of their route', async () => {
      const size = async (
        port: 'web' | 'rag' | 'qa' | 'qdrant' | 'ollama',
        target: string,
        bytes: number,
      ) => {
        const { status, text } = await world.ask(port, target, {
          method: 'POST',
          body: Buffer.alloc(bytes, 'x'),
          headers: { authorization: `Bearer ${token}` },
        });
        const { code, message, limit } = JSON.parse(text).error ?? {};
        return status === 200 ? 200 : [status, code, message, limit];
      };
      const larger = (text: string, bytes: number) => [
        413,
        'BODY_TOO_LARGE',
        `the body is larger than ${text}`,
        bytes,
      ];
      const mebibyte = 1_048_576;
      expect(await size('rag', '/ask', mebibyte)).toBe(200);
      const json = larger('1 MiB', mebibyte);
      expect(await size('rag', '/ask', mebibyte + 1)).toEqual(json);
      expect(await size('web', '/api/qa/ask', mebibyte + 1)).toEqual(json);
      expect(await size('qa', '/corpus/documents/1', 20 * mebibyte)).toBe(200);
      expect(await size('web', '/api/rag/corpus/documents/1', 20 * mebibyte)).toBe(200);
      const document = larger('20 MiB', 20 * mebibyte);
      expect(await size('qa', '/corpus/documents/1', 20 * mebibyte + 1)).toEqual(document);
      const onPage = '/api/rag/corpus/documents/1?path=a.md';
      expect(await size('web', onPage, 20 * mebibyte + 1)).toEqual(document);
      const plan = larger('16 MiB', 16 * mebibyte);
      expect(await size('web', '/api/rag/corpus/plan', 20 * mebibyte + 1)).toEqual(plan);
      expect(await size('web', '/login/links', 1025)).toEqual(larger('1 KiB', 1024));
      expect(await size('qdrant', '/collections/x/points', 40 * mebibyte)).toBe(200);
      expect(await size('ollama', '/api/blobs/sha256:0', 110 * mebibyte)).toBe(200);
      expect(await size('ollama', '/api/chat', 110 * mebibyte)).toEqual(
        larger('100 MiB', 100 * mebibyte),
      );
    });

    it('are refused so that a page of the project may read why, and no other', async () => {
      const refused = async (port: 'web' | 'rag', path: string, origin: string) => {
        const body = Buffer.alloc(1_048_577, 'x');
        const { status, headers } = await world.ask(port, path, {
          method: 'POST',
          body,
          headers: { origin },
        });
        return [status, headers['access-control-allow-origin'], headers.vary];
      };
      const own = 'https://chat.example';
      expect(await refused('rag', '/ask', own)).toEqual([413, own, 'Origin']);
      expect(await refused('web', '/api/rag/ask', own)).toEqual([413, own, 'Origin']);
      const foreign = 'https://evil.example';
      expect((await refused('web', '/api/rag/ask', foreign))[1]).toBeUndefined();
      const page = await world.ask('web', '/', { headers: { origin: own } });
      expect(page.headers).not.toHaveProperty('access-control-allow-origin');
    });

    it('of unknown length are, too', async () => {
      const sent = request({
        host: '127.0.0.1',
        port: world.input.ports.rag,
        path: '/ask',
        method: 'POST',
      });
      sent.on('error', () => {});
      const answered = once(sent, 'response');
      sent.write(Buffer.alloc(2_097_152, 'x'));
      const [response] = await answered;
      expect(response.statusCode).toBe(413);
      sent.destroy();
    });
  });

  describe('a sign-in link', () => {
    it('signs a browser in for what the page asks of both backends', async () => {
      const session = createBrowserSession({ token, project: 'my-project', now: Date.now });
      const passed: (string | null)[] = [];
      const listener = getRequestListener(
        behindDoor((request) => {
          passed.push(request.headers.get('authorization'));
          return new Response('done');
        }, session),
      );
      for (const path of ['/login/links', '/login', '/session', '/models/pull'])
        world.special.set(path, listener);
      const headers = { authorization: `Bearer ${token}` };
      const minted = await world.ask('web', '/login/links', { method: 'POST', headers });
      expect(minted).toMatchObject({ status: 201, headers: { 'cache-control': 'no-store' } });
      const login = `/login?code=${JSON.parse(minted.text).code}`;
      expect((await world.ask('web', login, { method: 'HEAD' })).status).toBe(204);
      const signedIn = await world.ask('web', login);
      expect(signedIn).toMatchObject({ status: 303, headers: { location: '/' } });
      const cookie = `a=b; ${signedIn.headers['set-cookie']?.[0]?.split(';')[0]}`;
      expect((await world.ask('web', '/session', { headers: { cookie } })).text).toBe(
        '{"signedIn":true}',
      );
      for (const backend of ['rag', 'qa'])
        await world.ask('web', `/api/${backend}/models/pull`, {
          method: 'POST',
          headers: { cookie },
        });
      await world.ask('rag', '/models/pull', { method: 'POST', headers: { cookie } });
      expect(passed).toEqual([headers.authorization, headers.authorization, null]);
      expect((await world.ask('web', login)).status).toBe(403);
      const page = await world.ask('web', login, {
        headers: { accept: 'text/html', 'accept-language': 'es' },
      });
      expect(page.text).toContain('<html lang="es">');
      expect(page).toMatchObject({
        status: 403,
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          'content-security-policy': expect.stringMatching(
            /^default-src 'none'; style-src 'sha256-\S+'; form-action 'none'/,
          ),
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'x-frame-options': 'DENY',
        },
      });
    });
  });

  describe('replicas', () => {
    const spread = async (requests: number) => {
      const counts: Record<string, number> = {};
      for (let sent = 0; sent < requests; sent += 10)
        for (const { text } of await Promise.all(
          Array.from({ length: 10 }, () => world.ask('rag', '/x')),
        )) {
          const { service } = JSON.parse(text);
          counts[service] = (counts[service] ?? 0) + 1;
        }
      return counts;
    };

    it('share the requests evenly', async () => {
      const counts = await spread(300);
      expect(Object.keys(counts).sort()).toEqual(['rag-1', 'rag-2', 'rag-3']);
      for (const count of Object.values(counts)) {
        expect(count).toBeGreaterThanOrEqual(80);
        expect(count).toBeLessThanOrEqual(120);
      }
    });

    it('join and leave by a reload, under which no request fails', async () => {
      const { rag } = world.input;
      const [, port] = rag.replicas[0]?.split(':') ?? [];
      let failed = 0;
      let busy = true;
      const load = (async () => {
        while (busy) if ((await world.ask('rag', '/x')).status !== 200) failed++;
      })();
      await world.reload({ rag: { ...rag, replicas: [...rag.replicas, `rag-4:${port}`] } });
      await until(async () => 'rag-4' in (await spread(40)));
      await world.reload({ rag });
      await until(async () => !('rag-4' in (await spread(40))));
      busy = false;
      await load;
      expect(failed).toBe(0);
    });

    it('sign browsers in at the first of them alone', async () => {
      for (let tries = 0; tries < 10; tries++) await world.ask('web', '/login');
      expect(new Set(world.asked.map(({ service }) => service))).toEqual(new Set(['rag-1']));
    });

    it.each([
      ['has no name any more', 'gone'],
      ['refuses connections', '127.0.0.20'],
    ])('know who is signed in: also the other backend, where the first %s', async (_, name) => {
      const { rag } = world.input;
      const server = `${name}:${rag.first.split(':')[1]}`;
      const served = async () => JSON.parse((await world.ask('web', '/session')).text).service;
      expect(await served()).toMatch(/^rag/);
      await world.reload({ rag: { ...rag, replicas: [server], first: server } });
      await until(async () => (await world.ask('rag', '/x')).status === 503);
      for (let tries = 0; tries < 5; tries++) expect(await served()).toBe('qa-1');
      await world.reload({ rag });
      await until(async () => /^rag/.test(await served()));
    });
  });
});

describe.skipIf(tree === null)('the door before its services', () => {
  it('starts, says that they do not answer yet, and finds them when they come', async () => {
    const world = await openDoorWorld(tree ?? '', {
      limits: { deadline: 1_000, json: 1_000, document: 1_000 },
    });
    const known = new Map(world.dns.names);
    try {
      const [, port] = world.input.qdrant.server.split(':');
      await world.reload({ qdrant: { server: `later:${port}`, isPublished: true } });
      await until(async () => (await world.ask('qdrant', '/x')).status === 503);
      const away = await world.ask('qdrant', '/x');
      expect(JSON.parse(away.text).error.code).toBe('BUSY');
      expect(away.headers).toMatchObject({
        'x-gecko-project': 'my-project',
        'content-type': 'application/json',
      });
      world.dns.names.set('later', known.get('qdrant') ?? '');
      await until(async () => (await world.ask('qdrant', '/x')).status === 200);
    } finally {
      await world.close();
    }
  });

  it('gives up on a service that says nothing until after the deadline', async () => {
    const world = await openDoorWorld(tree ?? '', {
      limits: { deadline: 1_000, json: 1_000, document: 1_000 },
    });
    try {
      world.special.set('/ask', () => {});
      const { status, text } = await world.ask('rag', '/ask', { method: 'POST' });
      expect(status).toBe(504);
      expect(JSON.parse(text).error.code).toBe('DEADLINE');
    } finally {
      await world.close();
    }
  });
});
