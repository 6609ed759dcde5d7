import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './runtime.ts';

/** The machine's clock. */
export const liveClock: Clock = {
  now: () => Date.now(),
  // `performance` would load a dozen modules at every start.
  monotonic: () => Number(process.hrtime.bigint()) / 1e6,
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {}),
};
