import type { Clock } from '../../src/runtime.ts';

/** Time passes only by sleeping. */
export function fakeClock(): Clock {
  let time = 0;
  return {
    now: () => time,
    monotonic: () => time,
    async sleep(milliseconds, signal) {
      time += milliseconds;
      await new Promise(setImmediate);
      signal?.throwIfAborted();
    },
  };
}
