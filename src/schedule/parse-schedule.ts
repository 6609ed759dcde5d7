import { type Schedule, type Weekday, weekdays } from './schedule.ts';

/** What else a schedule may be, for an error. */
export const scheduleForms =
  'a schedule such as daily at 03:00, weekly on sunday at 03:00, every 6 hours or hourly';

/** At night, unless it is said: nobody works, and no clock is set back or forward in most countries. */
const NIGHT = { hour: 3, minute: 30 };
/** Those that leave the same hours every day. */
const divisors = [1, 2, 3, 4, 6, 8, 12];

const pattern =
  /^(?:(hourly)|every (\d+) hours?|(daily)|weekly(?: on ([a-z]+))?)(?: at ([01]?\d|2[0-3]):([0-5]\d))?$/;

/** `daily at 03:00`, `weekly on sunday at 03:00`, `every 6 hours`, `hourly`; null where it is none of these. */
export function parseSchedule(text: string): Schedule | null {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const found = pattern.exec(words);
  if (!found) return null;
  const [, hourly, hours, daily, day = 'sunday', hour, minute] = found;
  if (hourly !== undefined || hours !== undefined) {
    const every = Number(hours ?? 1);
    return hour === undefined && divisors.includes(every) ? { kind: 'hours', every } : null;
  }
  const time = hour === undefined ? NIGHT : { hour: Number(hour), minute: Number(minute) };
  if (daily !== undefined) return { kind: 'daily', ...time };
  const weekday = weekdays.find((one) => one === day || one.slice(0, 3) === day);
  return weekday === undefined ? null : weekly(weekday, time);
}

function weekly(weekday: Weekday, time: typeof NIGHT): Schedule {
  return { kind: 'weekly', weekday, ...time };
}
