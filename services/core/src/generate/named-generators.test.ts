import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeConfig } from '../../../../test/fakes/fake-core.ts';
import { ollamaModels } from '../../../../test/fakes/ollama-models.ts';
import { createOllamaServer } from '../../../../test/fakes/ollama-server.ts';
import { systemClock } from '../clock.ts';
import { createGeneratorProvider } from './choose.ts';
import { createLlamaHost } from './gguf/llama-host.ts';
import { createNamedGenerators } from './named-generators.ts';
import type { ModelUsage } from './port.ts';
import type { GeneratorSettings } from './settings.ts';

let folder: string;
let server: Server;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gecko-named-'));
  const kept = ollamaModels(folder);
  for (const name of ['llama3:latest', 'qwen3:4b']) kept.add(name);
  server = createOllamaServer({ folder, registry: [] });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const open = (settings: Partial<GeneratorSettings>) => {
  const all = { ...fakeConfig.generator, ollama: [url], ...settings };
  const log = () => {};
  const host = createLlamaHost({ keepAlive: null, clock: systemClock, log });
  const tools = { clock: systemClock, log, embed: null, host };
  return createNamedGenerators(all, createGeneratorProvider(all, tools), tools);
};
const request = {
  ...{ question: 'How long?', understood: 'How long?', history: [], language: null },
  passages: [{ n: 1, title: 'T', source: 's', text: 'The warranty lasts two years.' }],
  signal: new AbortController().signal,
};

describe('generators by the name of a model', () => {
  it('are those of the models that Ollama has', async () => {
    const { models, generator } = open({ kind: 'auto' });
    expect(await models()).toEqual([
      { name: 'llama3', kind: 'ollama' },
      { name: 'qwen3:4b', kind: 'ollama' },
    ]);
    expect((await generator()).info).toMatchObject({ kind: 'ollama', model: 'llama3' });
    expect((await generator('qwen3:4b')).info).toMatchObject({ model: 'qwen3:4b' });
    // The usual one, which the extractive one stands in for.
    expect((await generator('llama3')).instead).toBeDefined();
  });

  it('answer where the configured model is missing', async () => {
    const { generator } = open({ kind: 'auto', model: 'missing' });
    expect((await generator()).info.kind).toBe('extractive');
    expect((await generator('qwen3:4b')).info.kind).toBe('ollama');
  });

  it('refuse a name with the list of those that there are', async () => {
    await expect(open({ kind: 'ollama' }).generator('nosuch')).rejects.toMatchObject({
      code: 'MODEL_UNKNOWN',
      hint: expect.stringContaining('llama3, qwen3:4b'),
    });
    await expect(open({ kind: 'extractive' }).generator('llama3')).rejects.toMatchObject({
      code: 'MODEL_UNKNOWN',
      hint: expect.stringContaining('None is installed'),
    });
  });

  it('tell what they wrote, and on what', async () => {
    const generator = await open({ kind: 'ollama' }).generator('qwen3:4b');
    expect(await generator.device?.()).toBeNull();
    const told: ModelUsage[] = [];
    let text = '';
    const wrote = (usage: ModelUsage) => told.push(usage);
    for await (const piece of generator.generate({ ...request, wrote })) text += piece;
    expect(text).toBe('The warranty lasts two years. [1]');
    expect(told).toEqual([{ tokens: 6, seconds: null }]);
    expect(await generator.device?.()).toBe('cpu');
  });
});
