import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../clock.ts';
import { withFetchLock } from './fetch-lock.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gecko-test-'));
  file = join(folder, 'weights/fetch.lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('withFetchLock', () => {
  it('lets one work at a time and leaves nothing behind', async () => {
    let working = 0;
    let most = 0;
    const work = async () => {
      working += 1;
      most = Math.max(most, working);
      await new Promise((resolve) => setImmediate(resolve));
      working -= 1;
    };
    await Promise.all([1, 2, 3, 4].map(() => hold(fakeClock(), work)));
    expect(most).toBe(1);
    expect(await readdir(join(folder, 'weights'))).toEqual([]);
  });

  it('frees the lock when the work fails', async () => {
    await expect(hold(fakeClock(), () => Promise.reject(new Error('full')))).rejects.toThrow(
      'full',
    );
    expect(await hold(fakeClock(), async () => 'next')).toBe('next');
  });

  it('takes over at once from a process that is gone', async () => {
    await leave({ host: hostname(), pid: 2 ** 22 + 1 });
    const clock = fakeClock();
    expect(await hold(clock, async () => 'mine')).toBe('mine');
    expect(clock.monotonic()).toBe(0);
  });

  it('takes over from another machine after 15 s without a sign of life', async () => {
    await leave({ host: 'another-machine', pid: 1 });
    const clock = fakeClock();
    expect(await hold(clock, async () => 'mine')).toBe('mine');
    expect(clock.monotonic()).toBeGreaterThanOrEqual(15_000);
    expect(clock.monotonic()).toBeLessThan(16_000);
  });

  it('waits longer for a holder that gives signs of life', async () => {
    await leave({ host: 'another-machine', pid: 1 });
    const clock = fakeClock(async (now) => {
      if (now <= 20_000) await utimes(file, now, now);
    });
    await hold(clock, async () => 'mine');
    expect(clock.monotonic()).toBeGreaterThanOrEqual(35_000);
  });

  it('stops waiting when its caller leaves', async () => {
    await leave({ host: 'another-machine', pid: 1 });
    const left = AbortSignal.abort(new Error('left'));
    const waiting = hold(fakeClock(), async () => 'mine', left);
    await expect(waiting).rejects.toThrow('left');
  });
});

async function leave(holder: { host: string; pid: number }): Promise<void> {
  await hold(fakeClock(), async () => {});
  await writeFile(file, JSON.stringify(holder));
}

function hold<T>(
  clock: Clock,
  work: () => Promise<T>,
  signal = new AbortController().signal,
): Promise<T> {
  return withFetchLock(file, { clock, log: () => {}, signal }, work);
}

/** Time that passes by sleeping only. */
function fakeClock(atSleep: (now: number) => Promise<void> = async () => {}): Clock {
  let now = 0;
  return {
    now: () => now,
    monotonic: () => now,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      now += milliseconds;
      await atSleep(now);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
