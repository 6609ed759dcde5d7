import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choosePruned, type PruneRule } from './choose-pruned.ts';
import type { Manifest } from './manifest.ts';

const DAY = 24 * 60 * 60_000;
const now = Date.UTC(2026, 10, 26, 12);

/**
 * @param times days before now, in the order of the counters
 * @param volumes of those with this place: a volume in place of the configuration
 */
function backupsOf(
  times: readonly number[],
  volumes: Readonly<Record<number, string>> = {},
): Manifest[] {
  return times.map((days, index) => ({
    schemaVersion: 1,
    kind: 'gecko-backup',
    id: `b${index + 1}`,
    counter: index + 1,
    createdAt: new Date(now - days * DAY).toISOString(),
    version: '1.0.0',
    project: 'gecko',
    label: null,
    store: null,
    models: null,
    volumes: [volumes[index]].flatMap((name) =>
      name === undefined ? [] : [{ name, service: null, file: `${name}.tar` }],
    ),
    configuration: volumes[index] === undefined,
    files: [],
  }));
}

function removed(
  times: readonly number[],
  rule: PruneRule,
  given: { at?: number; broken?: string[]; volumes?: Record<number, string> } = {},
) {
  const { at = now, broken = [], volumes } = given;
  const backups = backupsOf(times, volumes);
  return choosePruned({
    backups,
    rule,
    now: at,
    isWhole: ({ id }) => !broken.includes(id),
    sizeWithout: (gone) => 100 * (backups.length - gone.size),
  });
}

describe('which backups may go', () => {
  it('keeps the newest so many', () => {
    expect(removed([40, 30, 20, 10, 1], { keepLast: 2 })).toEqual(['b1', 'b2', 'b3']);
    expect(removed([3, 2], { keepLast: 5 })).toEqual([]);
  });

  it('keeps those of so many days, and what either rule keeps', () => {
    expect(removed([40, 30, 20, 10, 1], { keepDays: 15 })).toEqual(['b1', 'b2', 'b3']);
    expect(removed([40, 30, 20, 10, 1], { keepDays: 15, keepLast: 4 })).toEqual(['b1']);
  });

  it('lets the oldest go until the rest is small enough', () => {
    expect(removed([4, 3, 2, 1], { maxSize: 250 })).toEqual(['b1', 'b2']);
    expect(removed([4, 3, 2, 1], { maxSize: 1 })).toEqual(['b1', 'b2', 'b3']);
    expect(removed([4, 3, 2, 1], { maxSize: 250, keepLast: 1 })).toEqual(['b1', 'b2', 'b3']);
  });

  it('never takes the newest whole one, nor anything where none is whole', () => {
    expect(removed([400, 300, 1], { keepDays: 2 }, { broken: ['b3'] })).toEqual(['b1']);
    expect(removed([4, 3, 2, 1], { maxSize: 1 }, { broken: ['b4', 'b3'] })).not.toContain('b2');
    expect(removed([40, 30], { keepLast: 1, maxSize: 1 }, { broken: ['b1', 'b2'] })).toEqual([]);
  });

  it('counts backups of one thing apart from those of another', () => {
    const volumes = { 2: 'pgdata', 3: 'pgdata', 4: 'pgdata' };
    const gone = (rule: PruneRule) => removed([5, 4, 3, 2, 1], rule, { volumes });
    expect(gone({ keepLast: 1 })).toEqual(['b1', 'b3', 'b4']);
    expect(gone({ keepLast: 2 })).toEqual(['b3']);
    expect(gone({ keepDays: 1 })).toEqual(['b1', 'b3', 'b4']);
    expect(gone({ maxSize: 1 })).toEqual(['b1', 'b3', 'b4']);
  });

  it('counts projects apart, but for the size', () => {
    const backups = backupsOf([4, 3, 2, 1]).map((one, index) => ({
      ...one,
      project: index % 2 === 0 ? 'gecko' : 'other',
    }));
    const gone = (rule: PruneRule, broken: string[] = []) =>
      choosePruned({
        backups,
        rule,
        now,
        isWhole: ({ id }) => !broken.includes(id),
        sizeWithout: ({ size }) => 100 * (backups.length - size),
      });
    expect(gone({ keepLast: 1 })).toEqual(['b1', 'b2']);
    expect(gone({ keepLast: 1, maxSize: 1 }, ['b2', 'b4'])).toEqual(['b1']);
    expect(gone({ maxSize: 300 })).toEqual(['b1']);
  });

  it('counts one that is damaged as none', () => {
    expect(removed([5, 4, 3, 2, 1], { keepLast: 2 }, { broken: ['b4'] })).toEqual(['b1', 'b2']);
  });

  it('keeps what it kept where the clock is years ahead now, or behind', () => {
    const times = [40, 30, 20, 10, 1];
    for (const at of [now + 3650 * DAY, now - 3650 * DAY])
      expect(removed(times, { keepDays: 15 }, { at }).length).toBeLessThanOrEqual(3);
    expect(removed(times, { keepDays: 15 }, { at: now + 3650 * DAY })).not.toContain('b4');
    expect(removed(times, { keepDays: 15 }, { at: now - 3650 * DAY })).toEqual([]);
  });

  it('does not believe a clock that was ahead, or had gone back, when one was made', () => {
    // The third was made with a clock ten years ahead, the fifth with one of 2001.
    expect(removed([40, 30, -3650, 10, 9_000, 1], { keepDays: 15 })).toEqual(['b1', 'b2']);
  });

  it('keeps the newest and obeys --keep-last, whatever the clocks said', () => {
    const days = fc.array(fc.integer({ min: -5_000, max: 10_000 }), {
      minLength: 1,
      maxLength: 12,
    });
    const count = fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined });
    fc.assert(
      fc.property(
        days,
        count,
        count,
        fc.integer({ min: -9_000, max: 9_000 }),
        (times, keepLast, keepDays, skew) => {
          const gone = removed(times, { keepLast, keepDays }, { at: now + skew * DAY });
          const newest = times.map((_, index) => `b${index + 1}`).slice(-(keepLast ?? 1));
          expect(gone.filter((id) => newest.includes(id))).toEqual([]);
        },
      ),
    );
  });

  it('takes nothing by days where all clocks were right and one is younger', () => {
    const days = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 300 }), (given, keepDays) => {
        const times = given.toSorted((a, b) => b - a);
        const [youngest = 0] = times.slice(-1);
        const expected = times.flatMap((age, index) =>
          age - youngest >= keepDays ? [`b${index + 1}`] : [],
        );
        expect(removed(times, { keepDays })).toEqual(expected);
      }),
    );
  });
});
