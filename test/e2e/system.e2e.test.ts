import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOllamaServer } from '../fakes/ollama-server.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

let gecko: Sandbox;
let folder: string;
let ollama: Server;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-ollama-'));
  ollama = createOllamaServer({ folder, registry: ['llama3', 'qwen3:4b'] });
  await new Promise<void>((resolve) => ollama.listen(0, '127.0.0.1', resolve));
  const { port } = ollama.address() as AddressInfo;
  gecko = await openSandbox();
  Object.assign(gecko.env, {
    GECKO_GENERATOR_KIND: 'auto',
    OLLAMA_HOST: `http://127.0.0.1:${port}`,
  });
});
afterEach(async () => {
  await gecko.close();
  ollama.closeAllConnections();
  ollama.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (path: string) => `http://127.0.0.1:${gecko.ports.web}${path}`;
// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the assertions check
const json = async (response: Response): Promise<any> => response.json();
const system = async (backend = 'rag') => json(await fetch(at(`/api/${backend}/system`)));
const post = (path: string, body: unknown, headers = {}) =>
  fetch(at(path), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
/** As a browser that has used the link of `gecko up`. */
async function signIn(): Promise<string> {
  const { stdout } = await gecko.run(['up']);
  const [link = ''] = /http:\S+\/login\?code=\S+/.exec(stdout) ?? [];
  const answer = await fetch(link, { redirect: 'manual' });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

describe('what the page reads of the embedded runtime', () => {
  it('is of now, but for what doctor found, which stays over a restart', async () => {
    await gecko.run(['up']);
    const first = await system();
    expect(first).toMatchObject({
      runtime: 'embedded',
      live: { ready: true, service: { name: 'rag' }, ollama: { version: '0.35.0', installed: [] } },
      report: {
        services: {
          age: 0,
          stale: false,
          value: [{ name: 'rag' }, { name: 'qa' }, { name: 'web' }],
        },
        hardware: { age: 0, value: { profile: null, memory: { total: expect.any(Number) } } },
        backups: { age: 0, value: { backups: [], schedule: null } },
        doctor: null,
      },
      renew: { doctor: 'gecko doctor' },
    });
    await gecko.run(['doctor']);
    await gecko.run(['down']);
    await gecko.run(['up']);
    const { report } = await system('qa');
    expect(report.doctor.value.checks).toBeGreaterThan(5);
    expect(report.doctor.value.findings.map(({ code }: { code: string }) => code)).toContain(
      'MODEL_MISSING',
    );
  });

  it('has backups as soon as they are made, and none of them holds what the page is told', async () => {
    writeFileSync(join(gecko.home, 'a.md'), '# Lamp\n\nThe warranty lasts two years.\n');
    await gecko.run(['ingest', 'a.md']);
    await gecko.run(['doctor']);
    await gecko.run(['backup', 'qdrant']);
    const { document } = await gecko.json(['backup', 'qdrant']);
    expect(document).toMatchObject({ backup: { written: 0 } });
    expect((await system()).report.backups.value.backups).toMatchObject([
      { what: 'qdrant', by: 'hand', problem: null, verified: null },
    ]);
  });

  it('lets a signed-in browser pull a model, and answer with the one it chooses', async () => {
    writeFileSync(join(gecko.home, 'a.md'), '# Lamp\n\nThe warranty lasts two years.\n');
    await gecko.run(['ingest', 'a.md']);
    const cookie = await signIn();
    expect((await post('/api/rag/models/pull', { model: 'qwen3:4b' })).status).toBe(401);
    const pulled = await post('/api/rag/models/pull', { model: 'qwen3:4b' }, { cookie });
    const events = (await pulled.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ event: 'progress' });
    expect(events.at(-1)).toEqual({ event: 'done', model: 'qwen3:4b' });

    const { data } = await json(await fetch(at('/api/qa/v1/models')));
    expect(data.map(({ id }: { id: string }) => id)).toContain('qwen3:4b');
    const question = 'How long does the warranty of the lamp last?';
    const answer = await json(await post('/api/qa/ask', { question, model: 'qwen3:4b' }));
    expect(answer).toMatchObject({
      generator: { kind: 'ollama', model: 'qwen3:4b' },
      device: 'cpu',
      timings: { tokens: expect.any(Number), tokensPerSecond: expect.any(Number) },
    });
    expect((await system('qa')).live).toMatchObject({
      ollama: { loaded: [{ name: 'qwen3:4b', device: 'cpu' }] },
      metrics: { answers: { total: 1, tokens: answer.timings.tokens } },
    });
    const refused = await post('/api/qa/ask', { question, model: 'llama3' });
    expect(refused.status).toBe(404);
    expect((await json(refused)).error.hint).toContain('qwen3:4b');
  });

  it('says that the store cannot be read', async () => {
    writeFileSync(join(gecko.home, 'a.md'), '# Lamp\n\nThe warranty lasts two years.\n');
    await gecko.run(['ingest', 'a.md']);
    const store = join(gecko.home, 'gecko', 'data', 'projects', 'gecko', 'store');
    renameSync(store, `${store}.away`);
    const { live, report } = await system();
    expect(live).toMatchObject({
      ready: false,
      dependencies: expect.arrayContaining([
        {
          name: 'store',
          state: 'failed',
          ...{ detail: expect.stringContaining(store) },
          milliseconds: expect.any(Number),
        },
      ]),
    });
    expect(report.services.value).toHaveLength(3);
    renameSync(`${store}.away`, store);
  });

  it('notices a store whose manifests are damaged while it runs, and that they are whole again', async () => {
    writeFileSync(join(gecko.home, 'a.md'), '# Lamp\n\nThe warranty lasts two years.\n');
    await gecko.run(['ingest', 'a.md']);
    const store = join(gecko.home, 'gecko', 'data', 'projects', 'gecko', 'store');
    const ready = async () => (await fetch(at('/api/qa/ready'))).status;
    expect(await ready()).toBe(200);
    const versions = join(store, 'corpus_gecko3__g1.lance', '_versions');
    const manifests = readdirSync(versions).map((name) => join(versions, name));
    const whole = manifests.map((path) => readFileSync(path));
    for (const path of manifests) writeFileSync(path, 'damaged');
    expect(await ready()).toBe(503);
    await expect
      .poll(async () => (await system()).live)
      .toMatchObject({
        ready: false,
        dependencies: expect.arrayContaining([
          expect.objectContaining({
            name: 'store',
            state: 'failed',
            detail: expect.stringContaining(`${store} is missing or damaged: the manifest`),
          }),
        ]),
      });
    const { stdout } = await gecko.run(['doctor', '--only', 'backends']);
    expect(stdout).toContain('is missing or damaged');
    for (const [index, path] of manifests.entries()) writeFileSync(path, whole[index] ?? '');
    expect(await ready()).toBe(200);
  });
});
