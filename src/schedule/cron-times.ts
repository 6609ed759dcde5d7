import { type Schedule, weekdays } from './schedule.ts';

/** The five fields of crontab(5): `0 3 * * 0`. */
export function cronTimes(schedule: Schedule): string {
  if (schedule.kind === 'hours')
    return `0 ${schedule.every === 1 ? '*' : `*/${schedule.every}`} * * *`;
  const day = schedule.kind === 'daily' ? '*' : weekdays.indexOf(schedule.weekday);
  return `${schedule.minute} ${schedule.hour} * * ${day}`;
}
