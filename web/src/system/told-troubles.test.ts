import { describe, expect, it } from 'vitest';
import { toldSystem } from '../../../test/fakes/told-system.ts';
import { answered, unseen } from './seen.ts';
import { toldTroubles } from './told-troubles.ts';

const now = Date.parse('2026-01-02T00:00:00.000Z');
const told = (report: Parameters<typeof toldSystem>[1]) =>
  toldTroubles({ rag: answered(toldSystem('rag', report), now), qa: unseen }, now);
const part = <Value>(value: Value) => ({ at: '', age: 60, stale: false, renew: '', value });
const failed = {
  ...{ id: null, at: '2026-01-01T00:00:00.000Z', what: 'all', by: 'schedule' as const },
  ...{ size: null, written: null, place: null, verified: null },
  problem: { code: 'NO_SPACE', message: 'full' },
};

describe('toldTroubles', () => {
  it('counts the problems that doctor found, with the age of the report', () => {
    expect(told({ age: 120 })).toEqual([{ kind: 'problems', count: 1, age: 120, part: 'doctor' }]);
  });

  it('is empty where nobody told anything', () => {
    expect(told({ report: {} })).toEqual([]);
  });

  it('names a last backup that failed, and one that is overdue, since when', () => {
    const schedule = {
      ...{ text: 'daily', next: null, last: null },
      overdueSince: '2026-01-01T23:00:00.000Z',
    };
    expect(told({ report: { backups: part({ backups: [failed], schedule }) } })).toMatchObject([
      { kind: 'backup', age: 86_400, part: 'backups' },
      { kind: 'overdue', age: 3_600, part: 'backups' },
    ]);
  });
});
