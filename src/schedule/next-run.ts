import { type Schedule, weekdays } from './schedule.ts';

const DAY = 1;

/**
 * When a schedule is due for the first time after a moment, by the local clock of this machine. A time that
 * the clock skips, as it is put forward, comes as much later; one that it has twice, the first time only.
 * @param after milliseconds since the epoch, as is what is returned
 */
export function nextRun(schedule: Schedule, after: number): number {
  return step(schedule, after, (candidate) => candidate > after, DAY);
}

/** When it was due last, at that very moment too. */
export function previousRun(schedule: Schedule, before: number): number {
  return step(schedule, before, (candidate) => candidate <= before, -DAY);
}

/** The nearest in one direction, looked for day by day. */
function step(
  schedule: Schedule,
  from: number,
  isWanted: (candidate: number) => boolean,
  direction: number,
): number {
  const start = new Date(from);
  // A week, and a day to each side for what lies on the other side of today's times.
  for (let days = 0; days <= 8; days++) {
    const day = new Date(start.getFullYear(), start.getMonth(), start.getDate() + days * direction);
    const wanted = timesOf(schedule, day).filter(isWanted);
    if (wanted.length > 0) return direction > 0 ? Math.min(...wanted) : Math.max(...wanted);
  }
  throw new Error('a schedule is due at least once a week');
}

/** Of one day, in milliseconds since the epoch. */
function timesOf(schedule: Schedule, day: Date): number[] {
  const at = (hour: number, minute: number) =>
    new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour, minute).getTime();
  if (schedule.kind === 'hours')
    return Array.from({ length: 24 / schedule.every }, (_, index) => at(index * schedule.every, 0));
  const isDue = schedule.kind === 'daily' || weekdays[day.getDay()] === schedule.weekday;
  return isDue ? [at(schedule.hour, schedule.minute)] : [];
}
