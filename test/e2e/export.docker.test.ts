import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSecondEngine, type SecondEngine } from '../engine/second-engine.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

const { GECKO_TEST_COMPOSE: compose } = process.env;
const images = ['web', 'qdrant', 'ollama', 'base'].map(
  (name) => `  ${name}: gecko-test/${{ web: 'nginx', base: 'node' }[name] ?? name}:1`,
);

/** Exported where no engine answers, run by Docker Compose on another machine, by another user. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE || !compose)('an export for Docker Compose', () => {
  let gecko: Sandbox;
  let engine: SecondEngine;
  let folder: string;
  beforeAll(async () => {
    gecko = await openSandbox();
    folder = join(gecko.home, 'deployment');
    engine = await openSecondEngine(
      ['nginx', 'qdrant', 'ollama', 'node'].map((name) => `gecko-test/${name}:1`),
    );
  });
  afterAll(async () => {
    await engine?.close();
    await gecko?.close();
  });

  const configure = (yaml = '') =>
    writeFileSync(join(gecko.home, 'gecko.yaml'), `images:\n${images.join('\n')}\n${yaml}\n`);
  const exported = async () => {
    const { code, stdout, stderr } = await gecko.run(
      ['export', 'compose', '--to', folder, '--json'],
      { env: { DOCKER_HOST: 'unix:///nowhere/docker.sock', GECKO_GENERATOR_KIND: 'auto' } },
    );
    if (code !== 0) throw new Error(stdout + stderr);
    // Neither root's, who reads all, nor of the user that the services run as.
    giveAway(folder, 1234);
    return `${stdout}${stderr}`;
  };
  const runWith = async (env: Record<string, string>, ...args: string[]) => {
    const { PATH } = process.env;
    const own = { PATH, HOME: gecko.home, DOCKER_HOST: `unix://${engine.socket}` };
    const { stdout, stderr } = await promisify(execFile)(
      compose ?? '',
      ['-f', join(folder, 'compose.yaml'), ...args],
      { env: { ...own, ...env }, maxBuffer: 64 * 2 ** 20 },
    );
    return stdout + stderr;
  };
  const run = (...args: string[]) => runWith({}, ...args);
  /** Of the backend rag. */
  const at = (path: string) => `http://127.0.0.1:${gecko.ports.rag}${path}`;
  const json = { 'content-type': 'application/json' };
  const token = () => readFileSync(join(folder, 'config/rag/token'), 'utf8');
  const asked = (port: number) =>
    engine.ask(`http://127.0.0.1:${port}/ask`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ question: 'How is the pump painted?' }),
    });
  /** Containers by service, with what they are in: `running`, `exited`. */
  const containers = async () => {
    const lines = (await run('ps', '-a', '--format', 'json')).trim().split('\n');
    const all = lines.map((line) => JSON.parse(line) as Record<string, string>);
    return new Map(all.map(({ Name = '', ID, State }) => [Name, { id: ID, state: State }]));
  };

  it('is written without an engine, and shows no secret', async () => {
    configure();
    const told = await exported();
    expect(JSON.parse(told).profiles).toEqual(['cpu', 'gpu-nvidia', 'gpu-amd']);
    expect(told).not.toContain(token());
  });

  it.each(['cpu', 'gpu-nvidia', 'gpu-amd'])('is valid under the profile %s', async (profile) => {
    expect(await run('--profile', profile, 'config', '-q')).toBe('');
  });

  it.each([
    ['0', 'the classic builder', /^Step 1\//m],
    ['1', 'BuildKit', /transferring context/],
  ])('builds the image of the backends (DOCKER_BUILDKIT=%s, %s)', async (kit, _, words) => {
    const told = await runWith({ DOCKER_BUILDKIT: kit }, 'build', '--no-cache', 'rag');
    expect(told).toMatch(words);
  });

  it('comes up, with the model, the weights and its own ports', async () => {
    writeFileSync(
      join(folder, '.env'),
      'COMPOSE_PROJECT_NAME=elsewhere\nGECKO_PORTS_WEB=18081\nGECKO_HEALTH_INTERVAL=1s\n',
    );
    await run('--profile', 'cpu', 'up', '--wait');
    const states = [...(await containers())].map(([name, { state }]) => [name, state]);
    expect(states.toSorted()).toEqual([
      ['elsewhere-config-1', 'exited'],
      ['elsewhere-ollama-cpu-1', 'running'],
      ['elsewhere-ollama-pull-cpu-1', 'exited'],
      ['elsewhere-qa-1', 'running'],
      ['elsewhere-qdrant-1', 'running'],
      ['elsewhere-rag-1', 'running'],
      ['elsewhere-web-1', 'running'],
      ['elsewhere-weights-1', 'exited'],
    ]);
    const { text } = await engine.ask(at('/ready'));
    expect(JSON.parse(text).dependencies).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'store', state: 'ok' }),
        expect.objectContaining({ name: 'embedder', state: 'ok' }),
        expect.objectContaining({ name: 'generator', state: 'ok' }),
      ]),
    );
    expect((await engine.ask('http://127.0.0.1:18081/')).text).toContain('<html');
  });

  it('takes a document over HTTP with its token, and answers from it', async () => {
    const document = '# Pump\n\nThe pump is painted dark green.\n';
    const sha256 = createHash('sha256').update(document).digest('hex');
    const planned = await engine.ask(at('/corpus/plan'), {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ source: 's', files: [{ path: 'pump.md', sha256 }] }),
    });
    const [{ id }] = JSON.parse(planned.text).files;
    const url = at(`/corpus/documents/${id}?source=s&path=pump.md`);
    const put = { method: 'PUT', body: document };
    expect((await engine.ask(url, put)).status).toBe(401);
    const headers = { authorization: `Bearer ${token()}` };
    const stored = await engine.ask(url, { ...put, headers });
    expect(JSON.parse(stored.text)).toMatchObject({ action: 'added', embedded: 1 });
    for (const port of [gecko.ports.rag, gecko.ports.qa])
      expect(JSON.parse((await asked(port)).text)).toMatchObject({
        answer: expect.stringContaining('dark green'),
        retrieval: { mode: 'hybrid' },
      });
  });

  it('keeps secrets to the users of their services', async () => {
    const listed = await run(
      'exec',
      '-T',
      '--user',
      '1000',
      'qa',
      'stat',
      '-c',
      '%a %u',
      ...secrets,
    );
    expect(listed.trim().split('\n')).toEqual(['700 1000', '400 1000', '400 1000']);
  });

  it('has nothing to make anew the second time', async () => {
    const before = await containers();
    await run('--profile', 'cpu', 'up', '--wait');
    const after = await containers();
    for (const name of ['web', 'rag', 'qa', 'qdrant', 'ollama-cpu'])
      expect(after.get(`elsewhere-${name}-1`)).toEqual(before.get(`elsewhere-${name}-1`));
  });

  it('makes anew what a later export has changed, with the keys and the corpus that are there', async () => {
    configure('hosts: [gecko.example]\nservices: { rag: { replicas: 3 } }');
    const [key, before] = [token(), await containers()];
    await exported();
    expect(token()).toBe(key);
    await run('--profile', 'cpu', 'up', '--wait');
    const after = await containers();
    expect(after.get('elsewhere-web-1')).not.toEqual(before.get('elsewhere-web-1'));
    expect(after.get('elsewhere-qdrant-1')).toEqual(before.get('elsewhere-qdrant-1'));
    expect(after.get('elsewhere-rag-3')?.state).toBe('running');
    const headers = { host: 'gecko.example' };
    expect((await engine.ask(at('/health'), { headers })).status).toBe(200);
    expect((await asked(gecko.ports.rag)).text).toContain('dark green');
  });

  it('answers as soon as Compose says that all is well, where a backend was made anew', async () => {
    const change = 'services: { rag: { environment: { LOG_LEVEL: debug } } }';
    writeFileSync(join(folder, 'compose.override.yaml'), change);
    const override = ['-f', join(folder, 'compose.override.yaml')];
    const before = await containers();
    await run(...override, '--profile', 'cpu', 'up', '--wait');
    expect((await asked(gecko.ports.rag)).text).toContain('dark green');
    expect((await containers()).get('elsewhere-rag-1')).not.toEqual(before.get('elsewhere-rag-1'));
  });

  it('signs browsers in by one and the same replica', async () => {
    const page = 'http://127.0.0.1:18081';
    const headers = { authorization: `Bearer ${token()}` };
    for (let i = 0; i < 6; i += 1) {
      const made = await engine.ask(`${page}/login/links`, { method: 'POST', headers });
      const { code } = JSON.parse(made.text);
      expect((await engine.ask(`${page}/login?code=${code}`)).status).toBe(303);
    }
  });

  it('goes with everything that it has made', async () => {
    await run('--profile', 'cpu', 'down', '-v');
    expect(await run('--profile', 'cpu', 'ps', '-aq')).toBe('');
    expect(await run('volume', 'ls').catch(() => '')).not.toContain('elsewhere');
  });
});

const secrets = ['/run/gecko', '/run/gecko/token', '/run/gecko/qdrant-key'];

function giveAway(folder: string, user: number): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    chownSync(join(entry.parentPath, entry.name), user, user);
  chownSync(folder, user, user);
}
