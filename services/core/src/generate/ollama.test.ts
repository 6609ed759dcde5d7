import { describe, expect, it } from 'vitest';
import { collectAnswer } from '../../../../test/conformance/collect-answer.ts';
import { generatorConformance } from '../../../../test/conformance/generator.ts';
import { liveGeneratorConformance } from '../../../../test/conformance/live-generator.ts';
import { recordedOllama } from '../../../../test/fakes/recorded-ollama.ts';
import { startScriptedServer } from '../../../../test/fakes/scripted-server.ts';
import { systemClock } from '../clock.ts';
import { createOllamaGenerator } from './ollama.ts';

interface Line {
  message?: { content: string };
  done?: boolean;
}

const stream = recordedOllama('chat-stream');
const lines = (stream.lines ?? []) as Line[];

generatorConformance('Ollama', {
  replies: {
    stream,
    text: lines.map(({ message }) => message?.content ?? '').join(''),
    long: {
      ...stream,
      lines: lines.map((line) => (line.done ? { ...line, done_reason: 'length' } : line)),
    },
    missingModel: recordedOllama('chat-missing-model'),
    busy: recordedOllama('chat-busy'),
    tooLong: recordedOllama('chat-too-long'),
    failing: recordedOllama('chat-stream-runner-killed'),
  },
  create: (settings, url, tools) => createOllamaGenerator(settings, url, tools, 'test'),
});

const settings = {
  kind: 'auto' as const,
  key: 'sk-secret-key',
  ollama: [],
  model: 'smollm2',
  keepAlive: '5m',
  contextTokens: 4096,
  answerTokens: 512,
  gguf: { folder: '/nowhere', runtime: '/nowhere', threads: 1 },
};

// Not there at all where nobody gives a real one.
const { GECKO_TEST_OLLAMA_URL: url, GECKO_TEST_OLLAMA_MODEL: model = 'llama3' } = process.env;
if (url)
  liveGeneratorConformance('a real Ollama', {
    settings: { ...settings, key: '', model },
    url,
    tools: { clock: systemClock, log: () => {} },
    create: (chosen, address, tools) => createOllamaGenerator(chosen, address, tools, 'test'),
  });

describe('createOllamaGenerator', () => {
  const tools = { clock: systemClock, log: () => {} };
  const passages = [{ n: 1, title: 'T', source: 'docs/t.md', text: 'Text.' }];
  const { signal } = new AbortController();
  const ask = async (reply: ReturnType<typeof recordedOllama>) => {
    const server = await startScriptedServer();
    server.script(reply);
    const pieces: string[] = [];
    try {
      const generator = createOllamaGenerator(settings, server.url, tools, 'test');
      const request = {
        question: 'q?',
        understood: 'q?',
        history: [],
        passages,
        language: null,
        signal,
      };
      for await (const piece of generator.generate(request)) pieces.push(piece);
      return { request: server.requests[0], pieces, failure: null };
    } catch (failure) {
      return { request: server.requests[0], pieces, failure };
    } finally {
      await server.close();
    }
  };

  it('lets Ollama refuse a prompt that is too long instead of cutting it', async () => {
    const { request } = await ask(stream);
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      truncate: false,
      keep_alive: '5m',
      options: { temperature: 0, num_ctx: 4096, num_predict: 512 },
    });
  });

  it('keeps the key from an Ollama that the user has not named', async () => {
    const { request } = await ask(stream);
    expect(request?.headers.authorization).toBeUndefined();
  });

  it('takes a model without its weights for missing', async () => {
    expect((await ask(recordedOllama('chat-missing-blob'))).failure).toMatchObject({
      code: 'MODEL_MISSING',
      hint: 'gecko model pull smollm2',
    });
  });

  it.each(['chat-not-enough-memory', 'chat-not-enough-memory-0.32'])(
    'says how much memory the model needs: %s',
    async (name) => {
      expect((await ask(recordedOllama(name))).failure).toMatchObject({
        code: 'GENERATOR_UNREACHABLE',
        message: expect.stringMatching(/351.7 GiB|46080.00 MB/),
        hint: expect.stringContaining('smaller model'),
      });
    },
  );

  it.each(['chat-too-long', 'chat-too-long-0.32'])(
    'knows a prompt that is too long by the words of the version: %s',
    async (name) => {
      expect((await ask(recordedOllama(name))).failure).toMatchObject({
        code: 'PROMPT_TOO_LONG',
        message: expect.not.stringContaining('{'),
      });
    },
  );

  it('asks a model that thinks without that, and knows it the next time', async () => {
    const server = await startScriptedServer();
    const learned = new Set<string>();
    const ask = () => {
      const all = { ...tools, learned };
      return collectAnswer(
        createOllamaGenerator(settings, server.url, all, 'test').generate({
          ...{ question: 'q?', understood: 'q?', history: [], passages, language: null, signal },
        }),
      );
    };
    const thought = { message: { role: 'assistant', content: '', thinking: 'Hm' }, done: false };
    server.script({ ...stream, lines: [thought, ...lines], after: 'hang' }, stream);
    try {
      const answers = [await ask(), await ask()].map(({ pieces }) => pieces.join(''));
      const text = lines.map(({ message }) => message?.content ?? '').join('');
      expect(answers).toEqual([text, text]);
      expect(server.requests.map(({ body }) => JSON.parse(body).think)).toEqual([
        undefined,
        false,
        false,
      ]);
      // One that cannot do otherwise.
      server.script({ ...stream, lines: [thought, ...lines] });
      expect((await ask()).pieces.join('')).toBe(text);
    } finally {
      await server.close();
    }
  });

  it('takes an answer for cut that Ollama ended for its repetition', async () => {
    const { failure, pieces } = await ask(recordedOllama('chat-stream-repeats-0.32'));
    expect(failure).toBeNull();
    expect(pieces.join('')).toMatch(/^"ok-{31}$/);
  });
});
