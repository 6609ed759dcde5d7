import { beforeEach, describe, expect, it } from 'vitest';
import {
  errorOf,
  json,
  openTestBackend,
  type TestBackend,
  WARRANTY,
} from '../../../../../test/fakes/test-backend.ts';
import type { Message } from '../../generate/port.ts';

let backend: TestBackend;
const path = '/v1/chat/completions';
const question = { role: 'user', content: 'How long does the warranty of the lamp last?' };

beforeEach(async () => {
  backend = openTestBackend();
  await backend.put('warranty.md', WARRANTY);
});

/** A language model that says what it was told. */
const parrot = (stop: 'end' | 'length' = 'end') => ({
  info: { kind: 'gguf' as const, model: 'parrot', reason: 'test' },
  quotes: false,
  async *generate() {
    yield 'Two years [1].';
    return { omitted: 0, stop };
  },
  async *complete(messages: readonly Message[]) {
    yield* messages.map(({ role, content }) => `${role}: ${content}\n`);
    return stop;
  },
  check: async () => ({ ok: true, detail: '' }),
});

const chunksOf = async (response: Response) =>
  (await response.text())
    .split('\n\n')
    .filter((block) => block.startsWith('data: '))
    .map((block) => block.slice(6));

describe('for OpenAI clients', () => {
  it('lists the corpus, its collections and the language model', async () => {
    const ids = async () =>
      (await json(await backend.request('/v1/models'))).data.map(({ id }: { id: string }) => id);
    expect(await ids()).toEqual(['gecko', 'corpus_gecko3']);
    backend.restart({ generator: async () => parrot() });
    expect(await ids()).toEqual(['gecko', 'corpus_gecko3', 'parrot']);
    expect(await json(await backend.request('/v1/models/parrot'))).toMatchObject({
      owned_by: 'gguf',
    });
    expect((await backend.request('/v1/models/other')).status).toBe(404);
    const models = ['parrot', 'macaw'].map((name) => ({ name, kind: 'gguf' as const }));
    backend.restart({ generator: async () => parrot(), models: async () => models });
    expect(await ids()).toEqual(['gecko', 'corpus_gecko3', 'parrot', 'macaw']);
  });

  it.each(['gecko', 'corpus_gecko3'])(
    'answers from the corpus as %s, with sources',
    async (model) => {
      const messages = [{ role: 'system', content: 'You are a pirate.' }, question];
      const answer = await json(await backend.post(path, { model, messages, temperature: 1 }));
      expect(answer).toMatchObject({
        object: 'chat.completion',
        model,
        choices: [
          {
            message: {
              role: 'assistant',
              content: expect.stringMatching(
                /two years.*\n\n\[1\] docs\/warranty\.md:\d+ Warranty$/,
              ),
            },
            finish_reason: 'stop',
          },
        ],
        citations: [{ n: 1, source: 'docs/warranty.md' }],
      });
      expect(answer.usage.total_tokens).toBe(
        answer.usage.prompt_tokens + answer.usage.completion_tokens,
      );
    },
  );

  it('streams chunks, and with the usage where it is asked for', async () => {
    const response = await backend.post(path, {
      model: 'gecko',
      messages: [{ role: 'user', content: [{ type: 'text', text: question.content }] }],
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    const chunks = await chunksOf(response);
    expect(chunks.at(-1)).toBe('[DONE]');
    const parsed = chunks.slice(0, -1).map((chunk) => JSON.parse(chunk));
    expect(parsed[0].choices[0].delta).toEqual({ role: 'assistant', content: '' });
    const text = parsed.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
    expect(text).toMatch(/two years[\s\S]*\[1\] docs\/warranty\.md/);
    expect(parsed.at(-2).choices[0].finish_reason).toBe('stop');
    expect(parsed.at(-1)).toMatchObject({
      choices: [],
      usage: { total_tokens: expect.any(Number) },
    });
  });

  it('understands a follow-up', async () => {
    const messages = [
      question,
      { role: 'assistant', content: 'Two years.' },
      { role: 'user', content: 'And from when on?' },
    ];
    const answer = await json(await backend.post(path, { model: 'gecko', messages }));
    expect(answer.choices[0].message.content).toContain('date of purchase');
  });

  it('gives the language model alone under its own name', async () => {
    backend.restart({ generator: async () => parrot('length') });
    const messages = [{ role: 'developer', content: 'Be brief.' }, question];
    const answer = await json(await backend.post(path, { model: 'parrot', messages }));
    expect(answer.choices).toEqual([
      {
        index: 0,
        message: { role: 'assistant', content: `system: Be brief.\nuser: ${question.content}\n` },
        finish_reason: 'length',
      },
    ]);
    expect(answer.citations).toBeUndefined();
  });

  it.each([
    [{ model: 'gpt-9', messages: [question] }, 404, 'NOT_FOUND'],
    [{ model: 'gecko', messages: [] }, 400, 'BAD_REQUEST'],
    [{ model: 'gecko', messages: [{ role: 'assistant', content: 'Hello' }] }, 400, 'BAD_REQUEST'],
    [{ messages: [question] }, 400, 'BAD_REQUEST'],
  ])('refuses %j', async (body, status, code) => {
    const response = await backend.post(path, body);
    expect(response.status).toBe(status);
    expect(await errorOf(response)).toMatchObject({ code, message: expect.any(String) });
  });
});
