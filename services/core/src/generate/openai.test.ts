import { describe, expect, it } from 'vitest';
import { generatorConformance } from '../../../../test/conformance/generator.ts';
import { recordedOllama } from '../../../../test/fakes/recorded-ollama.ts';
import { type Reply, startScriptedServer } from '../../../../test/fakes/scripted-server.ts';
import { systemClock } from '../clock.ts';
import { createGeneratorProvider } from './choose.ts';
import type { LlamaHost } from './gguf/llama-host.ts';
import { createOpenAiGenerator } from './openai.ts';

// The recorded stream ended for its length.
const long = recordedOllama('v1-chat-stream');
const lines = (long.lines ?? []) as string[];
const json = { 'content-type': 'application/json' };
const pieces = lines
  .filter((line) => line.includes('"content"'))
  .map((line) => JSON.parse(line.slice('data: '.length)).choices[0].delta.content);

generatorConformance('An OpenAI-compatible server', {
  replies: {
    stream: { ...long, lines: lines.map((line) => line.replace('"length"', '"stop"')) },
    text: pieces.join(''),
    long,
    missingModel: recordedOllama('v1-chat-missing-model'),
    busy: { status: 429, headers: json, body: { error: { message: 'rate limit' } } },
    tooLong: {
      status: 400,
      headers: json,
      body: { error: { message: "This model's maximum context length is 4096 tokens." } },
    },
    failing: {
      ...long,
      lines: [...lines.slice(0, 3), 'data: {"error":{"message":"the runner died"}}'],
    },
  },
  create: (settings, url, tools) => createOpenAiGenerator(settings, url, tools, 'test'),
});

const settings = {
  kind: 'openai' as const,
  ollama: [],
  model: 'm',
  keepAlive: '5m',
  contextTokens: 4096,
  answerTokens: 512,
  gguf: { folder: '/nowhere', runtime: '/nowhere', threads: 1 },
};

describe('createOpenAiGenerator', () => {
  it('sends user and password of the address as a header and never says them', async () => {
    const server = await startScriptedServer();
    server.get('/v1/models', recordedOllama('tags'));
    const url = `${server.url.replace('http://', 'http://ana:geheim@')}/v1/`;
    const generator = createOpenAiGenerator(
      { ...settings, url },
      url,
      { clock: systemClock, log: () => {} },
      '',
    );
    const { ok, detail } = await generator.check();
    await server.close();
    expect(ok).toBe(true);
    expect(detail).not.toContain('geheim');
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('ana:geheim')}`);
  });

  const asked = async (...replies: Reply[]) => {
    const { signal } = new AbortController();
    const server = await startScriptedServer();
    server.script(...replies);
    try {
      const { url } = server;
      const tools = { clock: systemClock, log: () => {} };
      const generator = createOpenAiGenerator({ ...settings, url }, url, tools, '');
      const request = {
        question: 'q?',
        understood: 'q?',
        history: [],
        passages: [],
        language: null,
      };
      const once = async () => {
        for await (const _ of generator.generate({ ...request, signal }));
      };
      const failure = await once()
        .then(once)
        .catch((error: unknown) => error);
      return { failure, bodies: server.requests.map(({ body }) => JSON.parse(body)) };
    } finally {
      await server.close();
    }
  };

  it('takes the names that newer models want, and remembers them', async () => {
    const refused = (message: string) => ({
      status: 400,
      headers: json,
      body: { error: { message } },
    });
    const { failure, bodies } = await asked(
      refused("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
      refused("Unsupported value: 'temperature' does not support 0 with this model."),
      long,
      long,
    );
    expect(failure).toBeUndefined();
    expect(bodies.map(({ messages: _, model: __, stream: ___, ...rest }) => rest)).toEqual([
      { temperature: 0, max_tokens: 512 },
      { temperature: 0, max_completion_tokens: 512 },
      { max_completion_tokens: 512 },
      { max_completion_tokens: 512 },
    ]);
  });

  it('remembers them where the choice of a generator is made anew', async () => {
    const server = await startScriptedServer();
    const message = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.";
    server.script({ status: 400, headers: json, body: { error: { message } } }, long, long);
    let now = 0;
    const clock = { ...systemClock, monotonic: () => now };
    const tools = { clock, log: () => {}, embed: null, host: {} as LlamaHost };
    const provider = createGeneratorProvider({ ...settings, url: server.url }, tools);
    const { signal } = new AbortController();
    const request = { question: 'q?', understood: 'q?', history: [], passages: [], language: null };
    try {
      const first = await provider();
      for await (const _ of first.generate({ ...request, signal }));
      now = 60_000;
      const second = await provider();
      expect(second).not.toBe(first);
      for await (const _ of second.generate({ ...request, signal }));
      const limits = server.requests.map(({ body }) => 'max_completion_tokens' in JSON.parse(body));
      expect(limits).toEqual([false, true, true]);
    } finally {
      await server.close();
    }
  });

  it('does not go on asking where nothing is left of an account', async () => {
    const body = { error: { message: 'You exceeded your current quota.' } };
    const { failure, bodies } = await asked({ status: 429, headers: json, body });
    expect(failure).toMatchObject({ code: 'GENERATOR_UNREACHABLE' });
    expect(bodies).toHaveLength(1);
  });
});
