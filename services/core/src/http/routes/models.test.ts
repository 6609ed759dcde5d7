import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeConfig } from '../../../../../test/fakes/fake-core.ts';
import { createOllamaServer } from '../../../../../test/fakes/ollama-server.ts';
import {
  authorization,
  errorOf,
  json,
  jsonType,
  openTestBackend,
  type TestBackend,
} from '../../../../../test/fakes/test-backend.ts';
import type { PullEvent } from '../../contract/pull.ts';
import type { GeneratorSettings } from '../../generate/settings.ts';

let folder: string;
let server: Server;
let backend: TestBackend;
let ended: string[];
let url: string;

const configured = (generator: Partial<GeneratorSettings>) =>
  backend.restart({
    config: { ...fakeConfig, generator: { ...fakeConfig.generator, ...generator } },
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gecko-pull-'));
  ended = [];
  server = createOllamaServer({
    folder,
    registry: ['llama3'],
    log: (text) => ended.push(text),
    pull: { pieces: 20, apart: 10 },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  backend = openTestBackend();
  configured({ kind: 'auto', ollama: [url] });
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const pull = (model: unknown, init: RequestInit = {}) =>
  backend.request('/models/pull', {
    method: 'POST',
    headers: { ...jsonType, authorization },
    body: JSON.stringify({ model }),
    ...init,
  });
const eventsOf = async (response: Response): Promise<PullEvent[]> =>
  (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('pulling a model', () => {
  it('streams its progress, and then has it', async () => {
    const response = await pull('llama3');
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const events = await eventsOf(response);
    const layers = events.flatMap((one) => (one.event === 'progress' && one.layer ? [one] : []));
    expect(layers[0]).toMatchObject({ layer: expect.stringMatching(/^sha256:/) });
    expect(layers.at(-1)?.done).toBe(layers.at(-1)?.total);
    expect(events.at(-1)).toEqual({ event: 'done', model: 'llama3' });
    const { live } = await json(await backend.request('/system'));
    expect(live.ollama).toMatchObject({
      version: '0.35.0',
      loaded: [],
      installed: [{ name: 'llama3:latest', parameters: '8.0B', quantisation: 'Q4_0' }],
    });
  });

  it('needs the token', async () => {
    expect((await pull('llama3', { headers: jsonType })).status).toBe(401);
    expect(ended).toEqual([]);
  });

  it('is refused to a foreign page', async () => {
    const headers = { ...jsonType, authorization, origin: 'http://evil.example' };
    expect((await errorOf(await pull('llama3', { headers }))).code).toBe('FORBIDDEN_ORIGIN');
  });

  it('tells of a model that the registry does not have, with a hint', async () => {
    const last = (await eventsOf(await pull('nosuch'))).at(-1);
    expect(last).toMatchObject({
      event: 'error',
      error: { code: 'MODEL_UNKNOWN', hint: expect.stringContaining('gecko model recommend') },
    });
  });

  it('refuses what can be no name by the status', async () => {
    const refused = await pull('no name');
    expect(refused.status).toBe(400);
    expect(await errorOf(refused)).toMatchObject({ hint: expect.stringContaining('llama3.2:1b') });
    expect((await pull('')).status).toBe(400);
  });

  it.each(['../../etc/x', 'http://evil.example/x', 'a/../b', '-flag', 'two words'])(
    'refuses %s, which Ollama is not asked for',
    async (model) => {
      const refused = await pull(model);
      expect(refused.status).toBe(400);
      expect(await errorOf(refused)).toMatchObject({
        hint: expect.stringContaining('llama3.2:1b'),
      });
    },
  );

  it('stops in Ollama when the reader leaves', async () => {
    const response = await pull('llama3');
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await expect.poll(() => ended).toContain('POST /api/pull: the client has left');
    const { live } = await json(await backend.request('/system'));
    expect(live.ollama.installed).toEqual([]);
  });

  it('says that no Ollama answers', async () => {
    configured({ kind: 'ollama', ollama: ['http://127.0.0.1:9'] });
    expect(await errorOf(await pull('llama3'))).toMatchObject({ code: 'GENERATOR_UNREACHABLE' });
  });

  it.each(['openai', 'gguf', 'extractive'] as const)(
    'is refused where %s answers',
    async (kind) => {
      configured({ kind, ollama: [url] });
      const refused = await pull('llama3');
      expect(refused.status).toBe(409);
      expect(await errorOf(refused)).toMatchObject({
        code: 'NO_OLLAMA',
        hint: expect.stringContaining('generator.kind'),
      });
    },
  );
});
