import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { request as requestByTls } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** Published on all addresses, with TLS: whoever comes by a published port is a stranger, from this machine too. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('a project beyond loopback', () => {
  let gecko: StackSandbox;
  const tls = 'expose: true\nhosts: [rag.example]\ntls: { cert: tls.crt, key: tls.key }';
  const question = { question: 'How is the pump painted?' };
  beforeAll(async () => {
    gecko = await openStack('open');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
  });
  afterAll(() => gecko?.close());

  const ask = (port: number, path: string, headers: Record<string, string> = {}, body?: unknown) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const json = body === undefined ? {} : { 'content-type': 'application/json' };
      const sent = requestByTls(
        {
          ...{ host: '127.0.0.1', port, path, method: body === undefined ? 'GET' : 'POST' },
          headers: { host: `rag.example:${port}`, ...json, ...headers },
          ...{ rejectUnauthorized: false, agent: false },
        },
        async (answer) => {
          let text = '';
          for await (const part of answer.setEncoding('utf8')) text += part;
          resolve({ status: answer.statusCode ?? 0, text });
        },
      );
      sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    });

  it('is refused without TLS, and without a word', async () => {
    expect((await gecko.run(['up', '--expose'])).code).toBe(2);
    gecko.configure('bind: 0.0.0.0');
    expect((await gecko.run(['up'])).code).toBe(2);
    gecko.configure(tls);
    const { code, stderr } = await gecko.run(['up']);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('tls.c') });
    expect(await gecko.names()).toEqual([]);
  });

  it('comes up, and takes documents and questions of its own gecko as ever', async () => {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const files = ['-keyout', 'tls.key', '-out', 'tls.crt', '-subj', '/CN=rag.example'];
    execFileSync('openssl', ['req', '-x509', ...key, ...files], { cwd: gecko.home, stdio: 'pipe' });
    const { urls } = await gecko.ok('up');
    expect(urls).toMatchObject({ page: `https://rag.example:${gecko.ports.web}` });
    expect(await gecko.ok('ingest', 'pump.md')).toMatchObject({ added: 1 });
    expect(await gecko.ok('ask', question.question)).toMatchObject({
      answer: expect.stringContaining('dark green'),
    });
    expect(await gecko.ok('up')).toMatchObject({ changed: false });
  });

  it('is well by the word of doctor, a stranger itself', async () => {
    const { code, document } = await gecko.json(['doctor']);
    const checks = document.checks as { id: string; state: string; findings: object[] }[];
    const bad = checks.filter(({ state }) => state === 'problem' || state === 'warning');
    expect({ code, bad }).toEqual({ code: 0, bad: [] });
    for (const id of ['door', 'backends', 'qdrant', 'ollama', 'answer'])
      expect(checks.find((one) => one.id === id)?.findings.length, id).toBeGreaterThan(0);
  });

  it('lets nobody else in without the token, on any port', async () => {
    const { web, rag, qa, qdrant, ollama } = gecko.ports;
    const paths = {
      [web]: '/',
      [rag]: '/health',
      [qa]: '/health',
      [qdrant]: '/',
      [ollama]: '/api/tags',
    };
    for (const [port, path] of Object.entries(paths))
      expect((await ask(Number(port), path)).status, port).toBe(401);
    const { token } = await gecko.ok('token', 'show');
    const headers = { authorization: `Bearer ${token}` };
    const { status, text } = await ask(rag, '/ask', headers, question);
    expect({ status, text }).toMatchObject({
      status: 200,
      text: expect.stringContaining('dark green'),
    });
    expect((await ask(rag, '/ask', {}, question)).status).toBe(401);
  });

  it('gives a browser a link that lets it in', async () => {
    const { link } = await gecko.ok('open', '--no-browser');
    expect(String(link)).toMatch(/^https:\/\/rag\.example:\d+\/login\?code=/);
    const { pathname, search } = new URL(String(link));
    expect((await ask(gecko.ports.web, pathname + search)).status).toBe(303);
  });

  it('goes back behind loopback', async () => {
    gecko.configure();
    await gecko.ok('up');
    expect(await gecko.ok('ask', question.question)).toMatchObject({
      answer: expect.stringContaining('dark green'),
    });
    const { containers } = await gecko.engine.snapshot(gecko.project);
    const addresses = containers.flatMap(({ ports }) => ports.map(({ address }) => address));
    expect(new Set(addresses)).toEqual(new Set(['127.0.0.1']));
  });
});
