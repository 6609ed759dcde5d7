import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarLine } from './calendar-line.ts';
import { cronTimes } from './cron-times.ts';
import { nextRun, previousRun } from './next-run.ts';
import { overdueSince } from './overdue-since.ts';
import { parseSchedule } from './parse-schedule.ts';
import { type Schedule, weekdays } from './schedule.ts';
import { scheduleText } from './schedule-text.ts';

const parsed = (text: string): Schedule => {
  const found = parseSchedule(text);
  if (found === null) throw new Error(`${text} is no schedule`);
  return found;
};
const at = (text: string) => new Date(text).getTime();

const anySchedule = fc.oneof(
  fc.record({
    kind: fc.constant('hours' as const),
    every: fc.constantFrom(1, 2, 3, 4, 6, 8, 12),
  }),
  fc.record({
    kind: fc.constant('daily' as const),
    hour: fc.nat(23),
    minute: fc.nat(59),
  }),
  fc.record({
    kind: fc.constant('weekly' as const),
    weekday: fc.constantFrom(...weekdays),
    hour: fc.nat(23),
    minute: fc.nat(59),
  }),
);
/** Of this century. */
const anyMoment = fc.integer({ min: at('2000-01-01T00:00Z'), max: at('2100-01-01T00:00Z') });

describe('a schedule', () => {
  it.each([
    ['daily', 'daily at 03:30', '*-*-* 03:30:00', '30 3 * * *'],
    ['daily at 3:00', 'daily at 03:00', '*-*-* 03:00:00', '0 3 * * *'],
    [' Daily  at 23:59 ', 'daily at 23:59', '*-*-* 23:59:00', '59 23 * * *'],
    ['hourly', 'hourly', '*-*-* *:00:00', '0 * * * *'],
    ['every 6 hours', 'every 6 hours', '*-*-* 00/6:00:00', '0 */6 * * *'],
    ['weekly', 'weekly on sunday at 03:30', 'Sun *-*-* 03:30:00', '30 3 * * 0'],
    ['weekly on wed', 'weekly on wednesday at 03:30', 'Wed *-*-* 03:30:00', '30 3 * * 3'],
    [
      'weekly on Saturday at 22:15',
      'weekly on saturday at 22:15',
      'Sat *-*-* 22:15:00',
      '15 22 * * 6',
    ],
  ])('reads %s', (text, whole, calendar, cron) => {
    const schedule = parsed(text);
    expect([scheduleText(schedule), calendarLine(schedule), cronTimes(schedule)]).toEqual([
      whole,
      calendar,
      cron,
    ]);
  });

  it.each([
    '',
    'never',
    'daily at 24:00',
    'daily at 3',
    'daily at 03:60',
    'hourly at 03:00',
    'every 5 hours',
    'every 0 hours',
    'every 24 hours',
    'weekly on',
    'weekly on someday',
    '0 3 * * *',
    'daily at 03:00\n[Service]',
  ])('is not %j', (text) => {
    expect(parseSchedule(text)).toBeNull();
  });

  it('is written as it is read', () => {
    fc.assert(
      fc.property(anySchedule, (schedule) => {
        expect(parseSchedule(scheduleText(schedule))).toEqual(schedule);
      }),
    );
  });
});

describe('the next run', () => {
  it.each([
    ['daily at 03:00', '2026-11-26T02:59:59', '2026-11-26T03:00'],
    ['daily at 03:00', '2026-11-26T03:00', '2026-11-27T03:00'],
    ['daily at 03:00', '2026-12-31T12:00', '2027-01-01T03:00'],
    ['every 6 hours', '2026-11-26T18:00', '2026-11-27T00:00'],
    ['hourly', '2026-11-26T18:00:01', '2026-11-26T19:00'],
    ['weekly on sunday at 03:00', '2026-11-26T12:00', '2026-11-29T03:00'],
    ['weekly on sunday at 03:00', '2026-11-29T03:00', '2026-12-06T03:00'],
  ])('of %s after %s is at %s', (text, after, wanted) => {
    expect(new Date(nextRun(parsed(text), at(after))).toString()).toBe(new Date(wanted).toString());
  });

  it('is after the moment, and nothing is due between the two', () => {
    fc.assert(
      fc.property(anySchedule, anyMoment, (schedule, moment) => {
        const next = nextRun(schedule, moment);
        expect(next).toBeGreaterThan(moment);
        expect(next - moment).toBeLessThanOrEqual(7 * 86_400_000 + 7_200_000);
        expect(previousRun(schedule, next)).toBe(next);
        expect(previousRun(schedule, next - 1)).toBeLessThanOrEqual(moment);
      }),
    );
  });
});

describe('a backup by a schedule', () => {
  const daily = parsed('daily at 03:00');

  it.each([
    ['2026-11-26T03:05', '2026-11-26T20:00', null],
    // The one of last night is late, and may still come.
    ['2026-11-25T03:05', '2026-11-26T08:59', null],
    ['2026-11-25T03:05', '2026-11-26T09:00', '2026-11-26T03:00'],
    ['2026-11-20T03:05', '2026-11-26T20:00', '2026-11-26T03:00'],
    // The clock has gone back since.
    ['2026-11-28T03:05', '2026-11-26T20:00', null],
  ])('that was made at %s is missed at %s: since %s', (last, now, since) => {
    expect(overdueSince(daily, at(last), at(now))).toBe(since === null ? null : at(since));
  });

  it('is missed where there is none at all', () => {
    expect(overdueSince(daily, null, at('2026-11-26T20:00'))).toBe(at('2026-11-26T03:00'));
  });
});
