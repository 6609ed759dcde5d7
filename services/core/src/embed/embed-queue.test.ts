import { describe, expect, it } from 'vitest';
import { createQueue } from './embed-queue.ts';
import { DIMENSION } from './mean-pool.ts';

/** An input of so many tokens that names itself: its vector's first float is `name`. */
const input = (name: number, length = 8) => {
  const tokens = new Int32Array(length).fill(1);
  tokens[0] = name;
  return tokens;
};

describe('createQueue', () => {
  it('gives each caller its vectors in the order of its inputs', async () => {
    const { queue } = openQueue();
    const mixed = [input(1, 200), input(2, 3), input(3, 90), input(4, 3), input(5, 200)];
    const [first, second] = await Promise.all([
      queue.add(mixed, 'document'),
      queue.add([input(9, 3)], 'document'),
    ]);
    expect(first?.map(nameOf)).toEqual([1, 2, 3, 4, 5]);
    expect(second?.map(nameOf)).toEqual([9]);
  });

  it('lets inputs of different callers share a batch', async () => {
    const { queue, batches } = openQueue();
    await Promise.all([1, 2, 3].map((name) => queue.add([input(name)], 'document')));
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('serves questions before queued documents', async () => {
    const { queue, batches, hold } = openQueue();
    const release = hold();
    const documents = queue.add([input(1, 10), input(2, 100), input(3, 200)], 'document');
    await release.started;
    const question = queue.add([input(7)], 'query');
    release.go();
    await Promise.all([documents, question]);
    expect(batches).toEqual([[1], [7], [2], [3]]);
  });

  it('lets a document wait for four batches of questions at most', async () => {
    const { queue, batches } = openQueue();
    // No two lengths fit one batch.
    const questions = [4, 8, 16, 32, 64, 128].map((length) => input(length, length));
    await Promise.all([queue.add(questions, 'query'), queue.add([input(1)], 'document')]);
    expect(batches.findIndex((batch) => batch.includes(1))).toBe(4);
  });

  it('drops what an aborted caller still has waiting and serves the others', async () => {
    const { queue, batches, hold } = openQueue();
    const release = hold();
    const controller = new AbortController();
    const leaving = queue.add([input(1, 10), input(2, 100)], 'document', controller.signal);
    const staying = queue.add([input(3, 200)], 'document');
    await release.started;
    controller.abort(new Error('left'));
    await expect(leaving).rejects.toThrow('left');
    release.go();
    await staying;
    expect(batches).toEqual([[1], [3]]);
  });

  it('takes nothing from a caller that has left already', async () => {
    const { queue, batches } = openQueue();
    const signal = AbortSignal.abort(new Error('left'));
    await expect(queue.add([input(1)], 'document', signal)).rejects.toThrow('left');
    expect(batches).toEqual([]);
  });

  it('answers no input with no vector, without a batch', async () => {
    const { queue, batches } = openQueue();
    expect(await queue.add([], 'document')).toEqual([]);
    expect(batches).toEqual([]);
  });

  it('refuses a vector that is not finite, to its caller alone', async () => {
    const { queue } = openQueue();
    const [bad, good] = await Promise.allSettled([
      queue.add([input(-1)], 'document'),
      queue.add([input(2)], 'document'),
    ]);
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'INTEGRITY' } });
    expect(good).toMatchObject({ status: 'fulfilled' });
  });

  it('refuses inputs without tokens or with more than 256', async () => {
    const { queue } = openQueue();
    await expect(queue.add([input(1, 257)], 'document')).rejects.toThrow('257 tokens');
    await expect(queue.add([new Int32Array()], 'document')).rejects.toThrow('0 tokens');
  });

  it('gives a failed batch to its callers and goes on with the next', async () => {
    const { queue, failNext } = openQueue();
    failNext(new Error('thread died'));
    await expect(queue.add([input(1)], 'document')).rejects.toThrow('thread died');
    expect((await queue.add([input(2)], 'document')).map(nameOf)).toEqual([2]);
  });

  it('rejects what waits and what comes when it is closed', async () => {
    const { queue, batches, hold } = openQueue();
    const release = hold();
    const started = queue.add([input(1, 10)], 'document');
    const waiting = queue.add([input(2, 100)], 'document');
    await release.started;
    queue.close();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(queue.add([input(3)], 'query')).rejects.toMatchObject({ code: 'CANCELLED' });
    release.go();
    await started;
    expect(batches).toEqual([[1]]);
  });

  it('counts real and padded tokens', async () => {
    const { queue } = openQueue();
    await queue.add([input(1, 100), input(2, 96), input(3, 20)], 'document');
    expect(queue.stats()).toMatchObject({ texts: 3, realTokens: 216, paddedTokens: 220 });
  });
});

function nameOf(vector: Float32Array): number {
  return vector[0] ?? Number.NaN;
}

/** A queue before an inference that writes each input's name into its vector. */
function openQueue() {
  const batches: number[][] = [];
  let error: Error | null = null;
  let gate: Promise<void> | null = null;
  let onStart = () => {};

  async function run(inputs: readonly Int32Array[]): Promise<Float32Array> {
    batches.push(inputs.map((tokens) => tokens[0] ?? 0));
    onStart();
    await gate;
    if (error) {
      const thrown = error;
      error = null;
      throw thrown;
    }
    const vectors = new Float32Array(inputs.length * DIMENSION);
    inputs.forEach((tokens, row) => {
      const name = tokens[0] ?? 0;
      vectors[row * DIMENSION] = name === -1 ? Number.NaN : name;
    });
    return vectors;
  }

  return {
    queue: createQueue({ run }, () => 0),
    batches,
    failNext(next: Error) {
      error = next;
    },
    /** Holds the first batch: `started` resolves when it is in the thread, `go` lets it finish. */
    hold() {
      let go = () => {};
      gate = new Promise((resolve) => {
        go = resolve;
      });
      const started = new Promise<void>((resolve) => {
        onStart = resolve;
      });
      return { started, go: () => go() };
    },
  };
}
