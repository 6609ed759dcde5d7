import { describe, expect, it } from 'vitest';
import { judgeClock } from './judge-clock.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
const file = (later: number) => ({ path: '/state/journal.ndjson', modified: now + later });

describe('judgeClock (row 43)', () => {
  it.each([
    ['agree', 0, file(-1_000), ['ok CLOCK']],
    ['are a minute apart', 60_000, file(-1_000), ['ok CLOCK']],
    ['are further apart', 61_000, file(-1_000), ['warning CLOCK_APART']],
    ['are apart the other way', -3_600_000, null, ['warning CLOCK_APART']],
    ['are not both known', null, null, ['ok CLOCK']],
    ['are behind a file', null, file(86_400_000), ['warning CLOCK_BEHIND']],
    ['are both wrong', 120_000, file(120_000), ['warning CLOCK_APART', 'warning CLOCK_BEHIND']],
  ])('clocks that %s', (_, engineAhead, newest, expected) => {
    const findings = judgeClock({ now, engineAhead, newest });
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
  });

  it('says by how much, and which way', () => {
    const [apart] = judgeClock({ now, engineAhead: -3 * 3_600_000, newest: null });
    expect(apart?.text).toContain('3 hours behind');
    const [behind] = judgeClock({ now, engineAhead: 0, newest: file(300_000) });
    expect(behind?.text).toContain('5 minutes');
    expect(behind?.evidence?.[0]).toContain('/state/journal.ndjson');
  });
});
