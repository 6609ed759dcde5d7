import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../src/runtime.ts';

/** Real time, passing so many times as fast. */
export function fastClock(factor: number): Clock {
  const start = Date.now();
  const now = () => start + Math.floor((Date.now() - start) * factor);
  return {
    now,
    monotonic: now,
    sleep: (milliseconds, signal) =>
      delay(milliseconds / factor, undefined, signal ? { signal } : {}),
  };
}
