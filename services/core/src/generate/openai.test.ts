import { describe, expect, it } from 'vitest';
import { generatorConformance } from '../../../../test/conformance/generator.ts';
import { recordedOllama } from '../../../../test/fakes/recorded-ollama.ts';
import { startScriptedServer } from '../../../../test/fakes/scripted-server.ts';
import { systemClock } from '../clock.ts';
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

describe('createOpenAiGenerator', () => {
  it('sends user and password of the address as a header and never says them', async () => {
    const server = await startScriptedServer();
    server.get('/v1/models', recordedOllama('tags'));
    const url = `${server.url.replace('http://', 'http://ana:geheim@')}/v1/`;
    const settings = {
      kind: 'openai' as const,
      url,
      ollama: [],
      model: 'm',
      keepAlive: '5m',
      contextTokens: 4096,
      answerTokens: 512,
      gguf: { folder: '/nowhere', runtime: '/nowhere', threads: 1 },
    };
    const generator = createOpenAiGenerator(
      settings,
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
});
