import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordedOllama } from '../../test/fakes/recorded-ollama.ts';
import { type ScriptedServer, startScriptedServer } from '../../test/fakes/scripted-server.ts';
import type { OllamaServer, PullProgress } from './ollama.ts';
import { connectOllama } from './ollama-http.ts';

/** Against the recorded answers of a real Ollama. */
let server: ScriptedServer;
let ollama: OllamaServer;
beforeEach(async () => {
  server = await startScriptedServer();
  ollama = connectOllama({ at: async () => server.url, token: 'secret', fetch });
});
afterEach(() => server.close());

const never = new AbortController().signal;
const question = { prompt: '', tokens: 1, contextTokens: 4096, keepAlive: '5m' };

describe('connectOllama', () => {
  it('reads the version, the models that are there, and those that are loaded', async () => {
    server.get('/api/version', recordedOllama('version'));
    server.get('/api/tags', recordedOllama('tags'));
    server.get('/api/ps', recordedOllama('ps-loaded'));
    expect(await ollama.version(never)).toBe('0.24.0');
    expect(await ollama.models(never)).toMatchObject([
      { name: 'smollm2:latest', bytes: 98_363_007, quantisation: 'Q4_1', parameterSize: '134.52M' },
    ]);
    expect(await ollama.running(never)).toMatchObject([
      { name: 'smollm2:latest', bytes: 190_948_608, deviceBytes: 0, contextTokens: 4096 },
    ]);
    expect(server.requests[0]?.headers.authorization).toBe('Bearer secret');
  });

  it('reads what a model is', async () => {
    server.script(recordedOllama('show'));
    expect(await ollama.show('smollm2', never)).toMatchObject({
      quantisation: 'Q4_1',
      capabilities: ['completion'],
      metadata: { 'general.architecture': 'llama', 'llama.attention.head_count_kv': 3 },
    });
  });

  it('loads a model with the options of a question', async () => {
    server.script(recordedOllama('generate-preload'));
    expect(await ollama.generate({ model: 'smollm2', ...question }, never)).toMatchObject({
      text: '',
      tokens: 0,
    });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
      keep_alive: '5m',
      options: { num_ctx: 4096 },
    });
  });

  it.each([
    ['-1', -1],
    ['300', 300],
    ['10m', '10m'],
  ])('keeps a model loaded for %s', async (keepAlive, written) => {
    server.script(recordedOllama('generate-preload'));
    await ollama.generate({ model: 'smollm2', ...question, keepAlive }, never);
    expect(JSON.parse(server.requests[0]?.body ?? '').keep_alive).toBe(written);
  });

  it('removes a model, and says which it does not have', async () => {
    server.script(recordedOllama('delete'), recordedOllama('delete-missing'));
    await ollama.remove('smollm2', never);
    await expect(ollama.remove('nope-model', never)).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      message: expect.stringContaining("model 'nope-model' not found"),
    });
  });

  it('passes on why a model is not loaded', async () => {
    server.script(recordedOllama('chat-not-enough-memory'));
    await expect(ollama.generate({ model: 'smollm2', ...question }, never)).rejects.toMatchObject({
      code: 'OLLAMA_FAILED',
      message: expect.stringContaining('requires more system memory'),
    });
  });

  it('says who refuses, who is silent and who is no Ollama', async () => {
    server.get('/api/version', { status: 401, headers: {} });
    await expect(ollama.version(never)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    server.get('/api/version', { status: 502, headers: {}, body: 'Bad Gateway' });
    await expect(ollama.version(never)).rejects.toMatchObject({ code: 'BACKEND_UNREACHABLE' });
    server.get('/api/version', { status: 200, headers: {}, body: { hello: true } });
    await expect(ollama.version(never)).rejects.toMatchObject({ code: 'OLLAMA_FAILED' });
    const nowhere = connectOllama({ at: async () => 'http://127.0.0.1:1025', token: null, fetch });
    await expect(nowhere.models(never)).rejects.toMatchObject({ code: 'BACKEND_UNREACHABLE' });
  });
});

describe('a pull', () => {
  it('tells its progress by layer', async () => {
    server.script(recordedOllama('pull-resume-success'));
    const seen: PullProgress[] = [];
    await ollama.pull('smollm2', (progress) => seen.push(progress), never);
    expect(seen.at(-1)?.status).toBe('success');
    const layers = seen.filter(({ layer }) => layer?.startsWith('sha256:b179c9523d0e'));
    expect(layers[0]).toMatchObject({ done: 15_728_640, total: 98_362_432 });
    expect(layers.at(-1)?.done).toBeGreaterThan(15_728_640);
  });

  it('finds an error in a stream that began well', async () => {
    server.script(recordedOllama('pull-network-lost'));
    await expect(ollama.pull('smollm2', () => {}, never)).rejects.toMatchObject({
      code: 'MODEL_PULL_FAILED',
      message: expect.stringContaining('max retries exceeded'),
    });
    server.script(recordedOllama('pull-missing-registry404'));
    await expect(ollama.pull('nope', () => {}, never)).rejects.toMatchObject({
      code: 'MODEL_PULL_FAILED',
      message: expect.stringContaining('file does not exist'),
      hint: expect.stringContaining('no model of that name'),
    });
  });

  it.each([
    ['pull-refused-0.32', 'realm host', 'ollama signin'],
    ['pull-busy-registry-0.32', '429: too many requests', 'wait some minutes'],
    ['pull-wrong-digest-0.32', 'digest mismatch', 'was thrown away'],
    ['pull-unknown-authority-0.32', 'x509', 'SSL_CERT_FILE'],
  ])('says what to do where the registry or the way there is the cause: %s', async (...told) => {
    const [recording, words, hint] = told;
    server.script(recordedOllama(recording));
    await expect(ollama.pull('smollm2', () => {}, never)).rejects.toMatchObject({
      message: expect.stringContaining(words),
      hint: expect.stringContaining(hint),
    });
  });

  it('says that a name can be none, in the words of Ollama', async () => {
    server.script(recordedOllama('pull-bad-name'));
    await expect(ollama.pull('bad name!!', () => {}, never)).rejects.toMatchObject({
      code: 'MODEL_PULL_FAILED',
      message: expect.stringContaining('invalid model name'),
      hint: expect.stringContaining('llama3.2:1b'),
    });
  });

  it('takes a stream that broke off for no success', async () => {
    const { lines = [], ...whole } = recordedOllama('pull-resume-success');
    server.script({ ...whole, lines: lines.slice(0, 5), after: 'cut' });
    await expect(ollama.pull('llama3', () => {}, never)).rejects.toMatchObject({
      code: 'MODEL_PULL_FAILED',
      message: 'The pull of llama3 broke off',
    });
  });
});
