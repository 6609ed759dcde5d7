import { describe, expect, it } from 'vitest';
import { runLimited } from './run-limited.ts';

describe('runLimited', () => {
  it('keeps to the number and the weight at the same time, and runs all', async () => {
    let running = 0;
    let load = 0;
    const most = { running: 0, load: 0 };
    const done: number[] = [];
    const weights = [1, 1, 1, 1, 5, 5, 20, 1, 1];
    const limits = { concurrency: 3, weight: 10 };
    await runLimited(
      weights,
      limits,
      (weight) => weight,
      async (weight) => {
        running += 1;
        load += weight;
        if (weight === 20) expect(running).toBe(1);
        else most.load = Math.max(most.load, load);
        most.running = Math.max(most.running, running);
        await new Promise(setImmediate);
        running -= 1;
        load -= weight;
        done.push(weight);
      },
    );
    expect(done.sort()).toEqual([...weights].sort());
    expect(most).toEqual({ running: 3, load: 10 });
  });

  it('begins nothing after a failure, and throws it when the others have ended', async () => {
    const done: number[] = [];
    const run = runLimited(
      [1, 2, 3, 4],
      { concurrency: 2, weight: 9 },
      () => 1,
      async (item) => {
        if (item === 1) throw new Error('full');
        await new Promise(setImmediate);
        done.push(item);
      },
    );
    await expect(run).rejects.toThrow('full');
    expect(done).toEqual([2]);
  });
});
