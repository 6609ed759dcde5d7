import { beforeEach, describe, expect, it } from 'vitest';
import { brokenGenerator } from '../../../../../test/fakes/fake-core.ts';
import {
  errorOf,
  json,
  openTestBackend,
  RETURNS,
  type TestBackend,
  WARRANTY,
} from '../../../../../test/fakes/test-backend.ts';
import { ServiceError } from '../../contract/errors.ts';
import type { Core } from '../../core.ts';
import { createExtractiveGenerator } from '../../generate/extractive.ts';

let backend: TestBackend;

beforeEach(() => {
  backend = openTestBackend();
});

describe('answers', () => {
  beforeEach(async () => {
    await backend.put('warranty.md', WARRANTY);
    await backend.put('returns.md', RETURNS);
  });

  it('answers with citations that stand in the document', async () => {
    const answer = await json(
      await backend.post('/ask', { question: 'How long does the warranty of the lamp last?' }),
    );
    expect(answer).toMatchObject({
      abstained: false,
      backend: 'qa',
      generator: { kind: 'extractive', model: null },
    });
    expect(answer.answer).toContain('two years');
    const [first] = answer.citations;
    expect(first).toMatchObject({
      n: 1,
      source: 'docs/warranty.md',
      title: 'Warranty',
      page: null,
    });
    const { text } = await json(await backend.request(`/corpus/documents/${first.documentId}`));
    expect(text.slice(...first.span)).toBe(first.text);
  });

  it('says first which name of the question it found nowhere', async () => {
    const question =
      'How many years from the date of purchase does the warranty of the lamp last in Mongolia?';
    const answer = await json(await backend.post('/ask', { question }));
    expect(answer).toMatchObject({
      abstained: false,
      answer: expect.stringMatching(/^Nothing was found about “Mongolia”\.\n\nThe warranty/),
    });
    const streamed = await backend.post('/ask', { question }, { accept: 'text/event-stream' });
    const told = [...(await streamed.text()).matchAll(/^event: token\ndata: (.*)$/gm)];
    const text = told.map(([, data = '']) => JSON.parse(data).text).join('');
    expect(text.trim()).toBe(answer.answer);
  });

  it('takes query for question', async () => {
    expect(await json(await backend.post('/ask', { query: 'warranty lamp years' }))).toMatchObject({
      question: 'warranty lamp years',
    });
  });

  it('abstains where the corpus does not answer', async () => {
    const answer = await json(
      await backend.post('/ask', { question: 'What is the capital of Mongolia?' }),
    );
    expect(answer).toMatchObject({ abstained: true, citations: [] });
    expect(answer.answer).toContain('Mongolia');
  });

  it('abstains where the question has no word that tells', async () => {
    const answer = await json(await backend.post('/ask', { question: 'What is it?' }));
    expect(answer).toMatchObject({ abstained: true, citations: [] });
  });

  it('says which value of a filter no document has, and which there are', async () => {
    const ask = (filter: unknown) => backend.post('/ask', { question: 'warranty', filter });
    expect(await json(await ask({ path: 'warranty.md', source: 'dosc' }))).toMatchObject({
      abstained: true,
      answer: expect.stringContaining('None has the source “dosc”; there are: “docs”.'),
    });
    expect(await json(await ask({ type: 'text/markdown', source: 'DOCS' }))).toMatchObject({
      abstained: false,
    });
  });

  it('streams the same answer as events', async () => {
    const question = 'How long does the warranty of the lamp last?';
    const response = await backend.post('/ask', { question }, { accept: 'text/event-stream' });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = (await response.text())
      .trim()
      .split('\n\n')
      .filter((block) => !block.startsWith(':'))
      .map((block) => block.split('\n'))
      .map(([event, data]) => ({
        event: event?.slice(7) ?? '',
        data: JSON.parse(data?.slice(6) ?? ''),
      }));
    expect(events.map(({ event }) => event)).toEqual(['citations', 'token', 'done']);
    const whole = await json(await backend.post('/ask', { question }));
    const { timings: _, ...streamed } = events.at(-1)?.data ?? {};
    expect(whole).toMatchObject(streamed);
    expect(events.find(({ event }) => event === 'token')?.data.text.trim()).toBe(whole.answer);
  });

  it('tells an error in the stream as its last event, and without a stream by its status', async () => {
    backend.restart({ generator: brokenGenerator });
    const question = 'How long does the warranty of the lamp last?';
    const streamed = await (
      await backend.post('/ask', { question }, { accept: 'text/event-stream' })
    ).text();
    expect(streamed.trim().split('\n\n').at(-1)).toContain('GENERATOR_UNREACHABLE');
    const plain = await backend.post('/ask', { question });
    expect(plain.status).toBe(503);
    expect(await errorOf(plain)).toMatchObject({
      code: 'GENERATOR_UNREACHABLE',
      hint: 'ollama serve',
    });
  });

  describe('of a model that is asked for by name', () => {
    const question = 'How long does the warranty of the lamp last?';
    const generator: Core['generator'] = async (model = 'usual') => {
      if (model === 'missing')
        throw new ServiceError('MODEL_UNKNOWN', 'there is none', 'There is: usual, other.');
      return {
        info: { kind: 'ollama', model, reason: 'test' },
        quotes: false,
        async *generate({ wrote }) {
          yield 'Two years [1].';
          wrote?.({ tokens: 30, seconds: 1.5 });
          return { omitted: 0, stop: 'end' };
        },
        device: async () => 'partly',
        check: async () => ({ ok: true, detail: '' }),
      };
    };

    it('says how fast it was written, and on what', async () => {
      backend.restart({ generator });
      const answer = await json(await backend.post('/ask', { question, model: 'other' }));
      expect(answer).toMatchObject({
        generator: { kind: 'ollama', model: 'other' },
        device: 'partly',
        timings: { firstTokenMs: expect.any(Number), tokens: 30, tokensPerSecond: 20 },
      });
      expect((await json(await backend.post('/ask', { question }))).generator.model).toBe('usual');
    });

    it('is refused by the status where it is not there, also for a stream', async () => {
      backend.restart({ generator });
      for (const accept of ['application/json', 'text/event-stream']) {
        const refused = await backend.post('/ask', { question, model: 'missing' }, { accept });
        expect(refused.status).toBe(404);
        expect(await errorOf(refused)).toMatchObject({
          code: 'MODEL_UNKNOWN',
          hint: 'There is: usual, other.',
        });
      }
    });

    it('tells no figures where no model wrote', async () => {
      const answer = await json(await backend.post('/ask', { question }));
      expect(answer).toMatchObject({
        device: 'cpu',
        timings: { tokens: null, tokensPerSecond: null },
      });
    });
  });

  it('comes from the stand-in of a generator that was chosen and fails before its first word', async () => {
    const generator = async () => ({
      ...(await brokenGenerator()),
      instead: (failure: string) => createExtractiveGenerator(failure, null),
    });
    backend.restart({ generator });
    const question = 'How long does the warranty of the lamp last?';
    expect(await json(await backend.post('/ask', { question }))).toMatchObject({
      answer: expect.stringContaining('two years'),
      generator: { kind: 'extractive', reason: 'no language model: Ollama gave no answer' },
    });
  });

  it('abstains where that stand-in would, although the generator would not have', async () => {
    const ask = async () => json(await backend.post('/ask', { question: 'two lamps bulbs years' }));
    backend.restart({ generator: brokenGenerator });
    expect((await ask()).error).toMatchObject({ code: 'GENERATOR_UNREACHABLE' });
    const instead = (failure: string) => createExtractiveGenerator(failure, null);
    backend.restart({ generator: async () => ({ ...(await brokenGenerator()), instead }) });
    expect(await ask()).toMatchObject({
      abstained: true,
      citations: [],
      generator: { kind: 'extractive' },
    });
  });

  it('stops the work when the reader of a stream leaves', async () => {
    let ended = false;
    const generator = async () => ({
      info: { kind: 'ollama' as const, model: 'x', reason: 'test' },
      quotes: false,
      async *generate({ signal }: { signal: AbortSignal }) {
        try {
          for (let i = 0; ; i += 1) {
            yield `word${i} `;
            await new Promise((resolve) => setImmediate(resolve));
            signal.throwIfAborted();
          }
        } finally {
          ended = true;
        }
      },
      check: async () => ({ ok: true, detail: '' }),
    });
    backend.restart({ generator });
    const response = await backend.post(
      '/ask',
      { question: 'warranty of the lamp' },
      { accept: 'text/event-stream' },
    );
    const reader = response.body?.getReader();
    let read = '';
    while (!read.includes('event: token'))
      read += new TextDecoder().decode((await reader?.read())?.value);
    await reader?.cancel();
    expect(ended).toBe(true);
  });

  it('understands a follow-up with what was said before', async () => {
    const messages = [
      { role: 'user', content: 'How long does the warranty of the lamp last?' },
      { role: 'assistant', content: 'Two years [1].' },
    ];
    const question = 'And from when on?';
    expect(await json(await backend.post('/ask', { question }))).toMatchObject({ abstained: true });
    expect(await json(await backend.post('/ask', { question, messages }))).toMatchObject({
      question,
      understood: 'How long does the warranty of the lamp last? And from when on?',
      answer: expect.stringContaining('date of purchase'),
    });
    const asMessage = [...messages, { role: 'user', content: question }];
    expect(await json(await backend.post('/ask', { messages: asMessage }))).toMatchObject({
      question,
      answer: expect.stringContaining('date of purchase'),
    });
    const last = await backend.post('/ask', { messages });
    expect(last.status).toBe(400);
    const wrong = await backend.post('/ask', {
      question,
      messages: [{ role: 'bot', content: 'x' }],
    });
    expect(await errorOf(wrong)).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('messages.0.role'),
    });
  });

  describe('a follow-up with words of its own', () => {
    const messages = [
      {
        role: 'user',
        content: 'How many years from the date of purchase does the warranty of the lamp last?',
      },
      { role: 'assistant', content: 'Two years [1].' },
    ];
    const ask = async (question: string) =>
      json(await backend.post('/ask', { question, messages }));

    it('is answered by what has them', async () => {
      const { answer } = await ask('And when can a parcel be sent back?');
      expect(answer).toContain('thirty days');
      expect(answer).not.toContain('two years');
    });

    it('is not answered by what was asked before', async () => {
      expect(await ask('Does it have a helicopter engine?')).toMatchObject({
        abstained: true,
        answer: expect.stringContaining('helicopter'),
      });
    });

    it('is answered about what was named before', async () => {
      expect((await ask('Does it count from the date of purchase?')).answer).toContain('two years');
    });
  });

  it('searches without answering', async () => {
    const found = await json(await backend.post('/search', { question: 'parcel back', topK: 1 }));
    expect(found.results).toHaveLength(1);
    expect(found.results[0]).toMatchObject({ source: 'docs/returns.md', n: 1 });
  });

  it('filters', async () => {
    const found = await json(
      await backend.post('/search', {
        question: 'warranty parcel',
        filter: { path: 'returns.md' },
      }),
    );
    expect(found.results.map(({ source }: { source: string }) => source)).toEqual([
      'docs/returns.md',
    ]);
  });
});
