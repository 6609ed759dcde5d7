import { beforeEach, describe, expect, it } from 'vitest';
import { milliseconds } from './keep-alive.ts';
import { createLlamaHost, type LlamaHost } from './llama-host.ts';
import type { LlamaSetup } from './llama-message.ts';
import type { LlamaProcess } from './llama-process.ts';

const { signal } = new AbortController();
const setup = (model: string): LlamaSetup => ({
  library: 'x',
  model,
  contextTokens: 1,
  threads: 1,
});

let started: string[];
let closed: string[];
let processes: (LlamaProcess & { alive: boolean })[];
let sleeps: { ms: number; end: () => void; signal?: AbortSignal | undefined }[];
let host: LlamaHost;

beforeEach(() => {
  [started, closed, processes, sleeps] = [[], [], [], []];
  host = createLlamaHost({
    keepAlive: 300,
    log: () => {},
    clock: {
      now: () => 0,
      monotonic: () => 0,
      sleep: (ms, signal) =>
        new Promise((end, reject) => {
          sleeps.push({ ms, end, signal });
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    },
    async start({ model }) {
      if (model === 'broken') throw new Error('no such model');
      started.push(model);
      const process = {
        facts: { contextTokens: 10, threads: 1, memory: 5 },
        alive: true,
        async *chat() {
          yield 'a word';
          return 'end' as const;
        },
        count: async () => [],
        close: () => closed.push(model),
      };
      processes.push(process);
      return process;
    },
  });
});

async function* words() {
  yield 'a';
  yield 'b';
  return 2;
}

async function use(): Promise<void> {
  for await (const _ of host.during('a', words(), signal));
}

describe('the host of models in process', () => {
  it('loads a model once, and another one in its place', async () => {
    await Promise.all([host.open(setup('a'), signal), host.open(setup('a'), signal)]);
    expect(host.facts('a')).toMatchObject({ contextTokens: 10 });
    await host.open(setup('b'), signal);
    expect(started).toEqual(['a', 'b']);
    expect(closed).toEqual(['a']);
    expect(host.facts('a')).toBeNull();
  });

  it('loads it again after its process has died', async () => {
    await host.open(setup('a'), signal);
    for (const process of processes) process.alive = false;
    await host.open(setup('a'), signal);
    expect(started).toEqual(['a', 'a']);
  });

  it('tries again after a model could not be loaded', async () => {
    await expect(host.open(setup('broken'), signal)).rejects.toThrow('no such model');
    await host.open(setup('a'), signal);
    expect(started).toEqual(['a']);
  });

  it('lets the model go when nobody has asked for a while, and not before', async () => {
    await host.open(setup('a'), signal);
    await use();
    await use();
    expect(sleeps.map(({ ms, signal }) => [ms, signal?.aborted])).toEqual([
      [300, true],
      [300, false],
    ]);
    expect(closed).toEqual([]);
    sleeps.at(-1)?.end();
    await new Promise(setImmediate);
    expect(closed).toEqual(['a']);
  });

  it('keeps it while an answer is written', async () => {
    await host.open(setup('a'), signal);
    const work = host.during('a', words(), signal);
    await work.next();
    await use();
    expect(sleeps).toEqual([]);
    await work.return(0);
    expect(sleeps).toHaveLength(1);
  });
});

describe('works of several models', () => {
  const work = (model: string, end: AbortSignal = signal) =>
    host.during(
      model,
      (async function* () {
        await host.open(setup(model), signal);
        yield model;
        return null;
      })(),
      end,
    );
  const settled = async (step: Promise<unknown>) =>
    Promise.race([step.then(() => true), new Promise((end) => setTimeout(end, 5, false))]);

  it('wait for those of the model before, and keep their order', async () => {
    const first = work('a');
    await first.next();
    const other = work('b');
    const begun = other.next();
    const late = work('a');
    const lateBegun = late.next();
    expect(await settled(begun)).toBe(false);
    expect(closed).toEqual([]);
    await first.next();
    expect(await begun).toEqual({ value: 'b', done: false });
    expect(closed).toEqual(['a']);
    expect(await settled(lateBegun)).toBe(false);
    await other.return(null);
    expect(await lateBegun).toEqual({ value: 'a', done: false });
    expect(started).toEqual(['a', 'b', 'a']);
  });

  it('stand in the way of none where they were given up', async () => {
    const first = work('a');
    await first.next();
    const stop = new AbortController();
    const other = work('b', stop.signal).next();
    const next = work('a').next();
    expect(await settled(next)).toBe(false);
    stop.abort(new Error('enough'));
    await expect(other).rejects.toThrow('enough');
    expect(await next).toEqual({ value: 'a', done: false });
    expect(started).toEqual(['a']);
  });

  it('begin none for a signal that has ended', async () => {
    await expect(work('a', AbortSignal.abort(new Error('enough'))).next()).rejects.toThrow(
      'enough',
    );
    expect(await work('b').next()).toEqual({ value: 'b', done: false });
  });
});

it.each([
  ['5m', 300_000],
  ['90', 90_000],
  ['250ms', 250],
  ['0', 0],
  ['-1', null],
  ['-1h', null],
])('reads the keep-alive %s', (text, expected) => {
  expect(milliseconds(text)).toBe(expected);
});
