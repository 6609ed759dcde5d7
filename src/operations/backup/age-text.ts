import { counted } from '../counted.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** `3 hours`, `12 days`. @param milliseconds below a minute, and below 0 where a clock went back: `a moment` */
export function ageText(milliseconds: number): string {
  if (milliseconds < MINUTE) return 'a moment';
  if (milliseconds < 2 * HOUR) return counted(Math.floor(milliseconds / MINUTE), 'minute');
  if (milliseconds < 2 * DAY) return counted(Math.floor(milliseconds / HOUR), 'hour');
  return counted(Math.floor(milliseconds / DAY), 'day');
}
