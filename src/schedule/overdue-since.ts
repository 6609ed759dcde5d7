import { leeway } from './leeway.ts';
import { previousRun } from './next-run.ts';
import type { Schedule } from './schedule.ts';

/**
 * The time of the newest run that should have been there by now and is not; null where none is missing. All
 * times are milliseconds since the epoch.
 * @param last when the newest good one began; null: there is none
 */
export function overdueSince(schedule: Schedule, last: number | null, now: number): number | null {
  const due = previousRun(schedule, now - leeway(schedule).late * 1_000);
  // One of the future is of a clock that has gone back: nothing can be said by it.
  return last !== null && last >= due ? null : due;
}
