import { describe, expect, it } from 'vitest';
import { createLineReader } from './line-reader.ts';
import { createPulling } from './pulling.ts';

const progress = (layer: string | null, done: number, total: number) => ({
  event: 'progress' as const,
  ...{ status: 'pulling', layer, done, total },
});

describe('pulling', () => {
  it('adds up the layers of a model', async () => {
    const seen: unknown[] = [];
    const pulling = createPulling(async function* () {
      yield progress(null, 0, 0);
      yield progress('a', 5, 10);
      seen.push(pulling.pull.value);
      yield progress('b', 1, 100);
      yield progress('a', 10, 10);
      seen.push(pulling.pull.value);
    });
    await pulling.start('llama3');
    expect(seen).toMatchObject([
      { state: 'running', progress: { done: 5, total: 10 } },
      { progress: { done: 11, total: 110 } },
    ]);
    expect(pulling.pull.value).toEqual({ state: 'done', model: 'llama3' });
  });

  it('stops when it is told to, and says so', async () => {
    const pulling = createPulling(async function* (_, signal) {
      yield progress('a', 1, 2);
      pulling.stop();
      signal.throwIfAborted();
    });
    await pulling.start('llama3');
    expect(pulling.pull.value).toEqual({ state: 'stopped', model: 'llama3' });
  });

  it('keeps what went wrong', async () => {
    const error = new Error('no space');
    // biome-ignore lint/correctness/useYield: it fails before the first event
    const pulling = createPulling(async function* () {
      throw error;
    });
    await pulling.start('llama3');
    expect(pulling.pull.value).toEqual({ state: 'failed', model: 'llama3', error });
  });
});

describe('createLineReader', () => {
  it('gives whole lines, however they are cut', () => {
    const read = createLineReader();
    expect(read('{"a":1}\n{"b"')).toEqual(['{"a":1}']);
    expect(read(':2}\n\n')).toEqual(['{"b":2}']);
  });
});
