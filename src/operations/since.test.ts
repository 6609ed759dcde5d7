import { expect, it } from 'vitest';
import { parseSince } from './since.ts';

it.each([
  ['10m', 999_400],
  ['1h30m', 994_600],
  ['1700000000', 1_700_000_000],
  ['1970-01-12T00:00:00Z', 950_400],
])('reads %s', (text, seconds) => {
  expect(parseSince(text, 1_000_000_000)).toBe(seconds);
});

it('refuses what is no time', () => {
  expect(() => parseSince('yesterday', 0)).toThrow('neither a duration nor a time');
});

it.each(['99999999999999999', '1700000000000', '99999999999d', `${'9'.repeat(400)}d`])(
  'refuses %s, which no log has',
  (text) => {
    const refusal = { code: 'USAGE', exitCode: 2, message: expect.stringContaining('--until') };
    expect(() => parseSince(text, 0, '--until')).toThrow(expect.objectContaining(refusal));
  },
);
