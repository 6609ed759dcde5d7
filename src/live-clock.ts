import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './runtime.ts';

/** The machine's clock. */
export const liveClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {}),
};
