import { describe, expect, it } from 'vitest';
import type { AskEvent } from '../api/ask.ts';
import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';
import { createAsking } from './asking.ts';
import type { AskSettings, Conversation, Turn } from './conversation.ts';

const settings: AskSettings = { backend: 'qa', collection: 'other', model: null, filter: {} };
const token = (text: string): AskEvent => ({ event: 'token', data: { text } });
const done = (answer: string, more: object = {}): AskEvent => ({
  event: 'done',
  data: {
    ...{ question: 'q', answer, abstained: false, citations: [], backend: 'qa' },
    ...{ generator: { kind: 'ollama', model: 'llama3', reason: '' }, omitted: 0 },
    ...{ retrieval: { mode: 'hybrid', candidates: 1 }, truncated: false },
    ...{ timings: { retrieveMs: 1, firstTokenMs: 2, totalMs: 3 } },
    ...more,
  } as Schemas['AskResponse'],
});

/** A backend that a test leads, and what was kept. */
function world() {
  const kept = new Map<string, Conversation>();
  const requests: Schemas['AskRequest'][] = [];
  const frames: (() => void)[] = [];
  let ids = 0;
  let clock = 0;
  let next: (AskEvent | Error)[] = [];
  let wake = () => {};
  const asking = createAsking({
    async *ask(_, request, signal) {
      requests.push(request);
      for (;;) {
        const event = next.shift();
        if (event instanceof Error) throw event;
        if (event) yield event;
        else
          await new Promise<void>((resolve, reject) => {
            wake = resolve;
            signal.addEventListener('abort', () => reject(signal.reason));
          });
        if (event?.event === 'done') return;
      }
    },
    nearest: async () => [{ n: 1, title: 'Near' } as Schemas['Citation']],
    save: async (conversation) => void kept.set(conversation.id, conversation),
    load: async (id) => kept.get(id) ?? null,
    rename: async (id, title) => {
      const conversation = kept.get(id);
      if (conversation) kept.set(id, { ...conversation, title });
    },
    newId: () => `id${ids++}`,
    now: () => clock,
    frame: (call) => void frames.push(call),
  });
  return {
    ...{ asking, kept, requests },
    send(...events: (AskEvent | Error)[]) {
      next = [...next, ...events];
      wake();
    },
    async settle() {
      for (let i = 0; i < 10; i++) await Promise.resolve();
    },
    draw: () => frames.splice(0).map((call) => call()).length,
    later: (milliseconds: number) => {
      clock += milliseconds;
    },
    turns: () => asking.current.value?.turns ?? [],
  };
}

describe('asking', () => {
  it('shows the question at once, and what has come once a frame', async () => {
    const { asking, send, settle, draw, turns } = world();
    const ended = asking.ask('How long?', settings);
    expect(turns()).toMatchObject([{ question: 'How long?', status: 'streaming', answer: '' }]);
    send(token('Thirty'), token(' months'));
    await settle();
    expect(turns()[0]?.answer).toBe('');
    expect(draw()).toBe(1);
    expect(turns()[0]?.answer).toBe('Thirty months');
    send(done('Thirty months'));
    await ended;
    expect(turns()).toMatchObject([{ status: 'done', done: { backend: 'qa' } }]);
    expect(asking.running.value).toBeNull();
  });

  it('keeps a conversation when it begins, now and then, and when it ended', async () => {
    const { asking, send, settle, draw, kept, later } = world();
    const ended = asking.ask('How  long?', settings);
    expect([...kept.values()]).toMatchObject([{ title: 'How long?', turns: [{ answer: '' }] }]);
    later(3_000);
    send(token('Thirty'));
    await settle();
    draw();
    expect([...kept.values()]).toMatchObject([{ turns: [{ answer: 'Thirty' }] }]);
    send(done('Thirty months'));
    await ended;
    expect([...kept.values()]).toMatchObject([{ turns: [{ status: 'done' }] }]);
  });

  it('sends with a follow-up what was said before, and where to look', async () => {
    const { asking, send, requests, turns } = world();
    send(done('Thirty months'));
    await asking.ask('How long?', settings);
    send(done('Two years'));
    await asking.ask('And the lamp?', settings);
    expect(requests[1]).toEqual({
      question: 'And the lamp?',
      collection: 'other',
      messages: [
        { role: 'user', content: 'How long?' },
        { role: 'assistant', content: 'Thirty months' },
      ],
    });
    expect(turns()).toHaveLength(2);
  });

  it('stops, and keeps what came', async () => {
    const { asking, send, settle, turns } = world();
    const ended = asking.ask('How long?', settings);
    send(token('Thirty'));
    await settle();
    asking.stop();
    await ended;
    expect(turns()).toMatchObject([{ status: 'stopped', answer: 'Thirty', error: null }]);
  });

  it('tells how it failed, keeps what came, and asks again in its place', async () => {
    const { asking, send, turns } = world();
    send(token('Thirty'), new ServiceError('BROKEN_OFF'));
    await asking.ask('How long?', settings);
    expect(turns()).toMatchObject([
      { status: 'failed', answer: 'Thirty', error: { code: 'BROKEN_OFF' } },
    ]);
    send(done('Thirty months'));
    await asking.retry(turns()[0]?.id ?? '');
    expect(turns()).toMatchObject([{ status: 'done', answer: 'Thirty months', error: null }]);
  });

  it('asks an earlier question again in its place, and leaves the later ones', async () => {
    const { asking, send, turns, requests } = world();
    send(done('1'));
    await asking.ask('First?', settings);
    send(done('2'));
    await asking.ask('Second?', settings);
    send(done('one'));
    await asking.retry(turns()[0]?.id ?? '');
    expect(turns().map(({ answer }) => answer)).toEqual(['one', '2']);
    expect(requests[2]?.messages).toBeUndefined();
  });

  it('leaves the answer that is asked again until another begins', async () => {
    const { asking, send, settle, draw, kept, turns } = world();
    send(done('Thirty months'));
    await asking.ask('How long?', settings);
    const { id, askedAt } = turns()[0] as Turn;
    const ended = asking.retry(id);
    expect(turns()).toMatchObject([{ status: 'done', answer: 'Thirty months' }]);
    expect(asking.running.value?.turn).toBe(id);
    expect([...kept.values()]).toMatchObject([{ turns: [{ answer: 'Thirty months', askedAt }] }]);
    send(token('Two'));
    await settle();
    draw();
    expect(turns()).toMatchObject([{ id, status: 'streaming', answer: 'Two', done: null }]);
    send(done('Two years'));
    await ended;
    expect(turns()).toMatchObject([{ id, status: 'done', answer: 'Two years' }]);
  });

  it('has the answer back where asking again is stopped or fails before a word', async () => {
    const { asking, send, turns } = world();
    send(done('Thirty months'));
    await asking.ask('How long?', settings);
    const before = turns()[0] as Turn;
    const ended = asking.retry(before.id);
    asking.stop();
    await ended;
    expect(turns()).toEqual([before]);
    send(new ServiceError('UNREACHABLE'));
    await asking.retry(before.id);
    expect(turns()).toMatchObject([{ ...before, error: { code: 'UNREACHABLE' } }]);
    const second = asking.retry(before.id);
    const other = asking.ask('And the lamp?', settings);
    await second;
    send(done('Two years'));
    await other;
    expect(turns().map(({ answer }) => answer)).toEqual(['Thirty months', 'Two years']);
  });

  it('looks for what comes near where the corpus does not answer', async () => {
    const { asking, send, turns } = world();
    send(done('Not in here.', { abstained: true }));
    await asking.ask('How long?', settings);
    expect(turns()).toMatchObject([{ nearest: [{ title: 'Near' }] }]);
  });

  it('gives way to a later question: one answer is written at a time', async () => {
    const { asking, send, turns } = world();
    const first = asking.ask('First?', settings);
    const second = asking.ask('Second?', settings);
    await first;
    send(done('2'));
    await second;
    expect(turns()).toMatchObject([
      { question: 'First?', status: 'stopped' },
      { question: 'Second?', status: 'done' },
    ]);
  });

  it('goes on behind another conversation, and is found there as far as it is', async () => {
    const { asking, send, settle, draw, kept } = world();
    const ended = asking.ask('How long?', settings);
    const first = asking.current.value;
    asking.open(null);
    send(token('Thirty'));
    await settle();
    draw();
    expect(asking.current.value).toBeNull();
    asking.open(first);
    expect(asking.current.value?.turns).toMatchObject([{ answer: 'Thirty' }]);
    send(done('Thirty months'));
    await ended;
    expect(kept.get(first?.id ?? '')?.turns).toMatchObject([{ status: 'done' }]);
  });

  it('keeps a new name, also while an answer is being written', async () => {
    const { asking, send, kept } = world();
    const ended = asking.ask('How long?', settings);
    const { value } = asking.current;
    await asking.rename(value?.id ?? '', '  The pump ');
    send(done('Thirty months'));
    await ended;
    expect([...kept.values()]).toMatchObject([{ title: 'The pump', turns: [{ status: 'done' }] }]);
    await asking.rename(value?.id ?? '', '   ');
    expect(asking.current.value?.title).toBe('The pump');
  });

  it('takes over what another tab has made of a conversation, beside what is written here', async () => {
    const { asking, send, kept, turns } = world();
    send(done('1'));
    await asking.ask('First?', settings);
    const { value } = asking.current as { value: Conversation };
    const other = { ...(turns()[0] as Turn), id: 'other', answer: 'Of another tab' };
    const fromOther = () =>
      kept.set(value.id, { ...value, title: 'The pump', turns: [...value.turns, other] });
    fromOther();
    await asking.reload(value.id);
    expect(asking.current.value?.title).toBe('The pump');
    expect(turns().map(({ answer }) => answer)).toEqual(['1', 'Of another tab']);
    const ended = asking.ask('Second?', settings);
    fromOther();
    await asking.reload(value.id);
    expect(turns().map(({ question }) => question)).toEqual(['First?', 'First?', 'Second?']);
    send(done('2'));
    await ended;
    expect(turns().map(({ answer }) => answer)).toEqual(['1', 'Of another tab', '2']);
    await asking.reload('unknown');
    expect(asking.current.value?.id).toBe(value.id);
  });

  it('closes what another tab has removed, and writes no more of it', async () => {
    const { asking, kept } = world();
    const ended = asking.ask('How long?', settings);
    kept.clear();
    await asking.reload(asking.current.value?.id ?? '');
    await ended;
    expect(asking.current.value).toBeNull();
    expect(asking.running.value).toBeNull();
  });
});
