import type { Schedule } from './schedule.ts';

/** As it is written in the configuration: `daily at 03:00`. */
export function scheduleText(schedule: Schedule): string {
  if (schedule.kind === 'hours')
    return schedule.every === 1 ? 'hourly' : `every ${schedule.every} hours`;
  const time = clockTime(schedule);
  return schedule.kind === 'daily'
    ? `daily at ${time}`
    : `weekly on ${schedule.weekday} at ${time}`;
}

function clockTime({ hour, minute }: { hour: number; minute: number }): string {
  return [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
}
