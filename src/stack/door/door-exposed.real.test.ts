import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nginxOrNull, until } from '../../../test/engine/nginx-process.ts';
import {
  type AskOptions,
  type DoorWorld,
  openDoorWorld,
  token,
} from '../../../test/fakes/door-world.ts';

const tree = nginxOrNull();
const bearer = { authorization: `Bearer ${token}` };
const session = { cookie: 'gecko_my-project=1.signed' };
const ports = ['web', 'rag', 'qa', 'qdrant', 'ollama'] as const;

/** A certificate for intranet.example that it has signed itself. */
function certificate(): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'gecko-door-tls-'));
  try {
    const names = ['-subj', '/CN=intranet.example', '-keyout', 'tls.key', '-out', 'tls.crt'];
    const options = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    execFileSync('openssl', [...options, '-nodes', ...names], { cwd: folder, stdio: 'pipe' });
    return Object.fromEntries(
      ['tls.crt', 'tls.key'].map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(tree === null).each([
  ['with TLS', true, 'tls'],
  ['without, as it was asked for', false, 'plain'],
] as const)('the door beyond loopback, %s', (_, isEncrypted, outside) => {
  let world: DoorWorld;
  beforeAll(async () => {
    const files = isEncrypted ? certificate() : {};
    world = await openDoorWorld(tree ?? '', { exposed: { isEncrypted } }, files);
    world.special.set('/session/check', ({ headers }, response) => {
      const mayEnter =
        headers.cookie === session.cookie || headers.authorization === bearer.authorization;
      response.writeHead(mayEnter ? 204 : 401).end();
    });
  });
  afterAll(() => world?.close());
  const ask = (port: (typeof ports)[number], path: string, options: AskOptions = {}) =>
    world.ask(port, path, { outside, ...options });

  it.each([
    ['web', ['/', '/assets/app.js', '/health', '/api/rag/ask', '/-/health', '/-/ollama/api/tags']],
    ['rag', ['/health', '/ask', '/corpus/documents', '/openapi.json']],
    ['qa', ['/', '/v1/models']],
    ['qdrant', ['/', '/healthz', '/livez', '/readyz', '/dashboard', '/dashboard/x.js']],
    ['ollama', ['/api/tags', '/api/chat', '/api/pull', '/v1/models', '/']],
  ] as const)('lets nobody through to %s without the token', async (port, paths) => {
    world.asked.length = 0;
    for (const path of paths)
      for (const method of ['GET', 'POST'])
        expect((await ask(port, path, { method })).status, `${method} ${path}`).toBe(401);
    const reached = world.asked.filter(({ url }) => url !== '/session/check');
    expect(reached).toEqual([]);
  });

  it('lets through who has it', async () => {
    for (const port of ['rag', 'qa', 'qdrant', 'ollama'] as const)
      expect((await ask(port, '/api/tags', { headers: bearer })).status, port).toBe(200);
    expect((await ask('web', '/', { headers: bearer })).status).toBe(200);
    expect((await ask('web', '/api/rag/ask', { method: 'POST', headers: bearer })).status).toBe(
      200,
    );
  });

  it("leaves Qdrant's own key to Qdrant", async () => {
    const headers = { 'api-key': 'key-of-qdrant' };
    expect((await ask('qdrant', '/collections', { headers })).status).toBe(200);
    expect(world.asked.at(-1)?.headers).toMatchObject(headers);
  });

  it('lets a browser in by a sign-in link, and then to the page and what it asks', async () => {
    expect((await ask('web', '/login?code=once')).status).toBe(200);
    expect((await ask('web', '/', { headers: session })).status).toBe(200);
    expect((await ask('web', '/api/rag/ask', { method: 'POST', headers: session })).status).toBe(
      200,
    );
    const forged = { cookie: 'gecko_my-project=1.forged' };
    expect((await ask('web', '/', { headers: forged })).status).toBe(401);
  });

  it('lets a browser that was signed in to the page while one backend is away', async () => {
    const { rag } = world.input;
    await world.reload({ rag: { ...rag, replicas: ['gone:1'], first: 'gone:1' } });
    await until(async () => (await ask('rag', '/x', { headers: bearer })).status === 503);
    expect((await ask('web', '/', { headers: session })).status).toBe(200);
    expect((await ask('web', '/')).status).toBe(401);
    await world.reload({ rag });
    await until(async () => (await ask('rag', '/x', { headers: bearer })).status === 200);
  });

  it('still refuses foreign names and foreign pages', async () => {
    for (const port of ports) {
      const headers = { ...bearer, host: 'evil.example' };
      expect((await ask(port, '/', { headers })).status, port).toBe(403);
      const foreign = { ...bearer, origin: 'https://evil.example' };
      const path = port === 'web' ? '/api/rag/ask' : '/api/chat';
      const { status } = await ask(port, path, { method: 'POST', headers: foreign });
      expect(status, port).toBe(403);
    }
  });

  it('is open as ever for gecko, by the loopback of its own container', async () => {
    expect((await world.ask('web', '/-/health')).status).toBe(200);
    expect((await world.ask('web', '/-/health/my-project-rag-7')).status).toBe(200);
    expect((await world.ask('rag', '/health')).status).toBe(200);
  });
});

describe.skipIf(tree === null)('the door with TLS', () => {
  it('speaks nothing else, and marks its cookies so', async () => {
    const world = await openDoorWorld(
      tree ?? '',
      { exposed: { isEncrypted: true } },
      certificate(),
    );
    try {
      const plain = await world.ask('web', '/', { headers: bearer, outside: 'plain' });
      expect(plain.status).toBe(400);
      world.special.set('/login', (_, response) => {
        response.setHeader('set-cookie', 'gecko_my-project=1.signed; Path=/; HttpOnly').end('in');
      });
      const { headers } = await world.ask('web', '/login?code=once', { outside: 'tls' });
      expect(headers['set-cookie']?.[0]).toMatch(/; ?secure/i);
    } finally {
      await world.close();
    }
  });
});
