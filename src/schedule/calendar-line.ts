import type { Schedule } from './schedule.ts';

/** As systemd.time(7) has it: `Sun *-*-* 03:00:00`. */
export function calendarLine(schedule: Schedule): string {
  const two = (part: number) => String(part).padStart(2, '0');
  if (schedule.kind === 'hours')
    return schedule.every === 1 ? '*-*-* *:00:00' : `*-*-* 00/${schedule.every}:00:00`;
  const time = `*-*-* ${two(schedule.hour)}:${two(schedule.minute)}:00`;
  if (schedule.kind === 'daily') return time;
  const { weekday } = schedule;
  return `${weekday.slice(0, 1).toUpperCase()}${weekday.slice(1, 3)} ${time}`;
}
