import { expect, it } from 'vitest';
import { visible } from './visible.ts';

it.each([
  ['a right-to-left override', 'gpj\u202etxt', 'gpjtxt'],
  ['isolates', '\u2066a\u2069', 'a'],
  ['colours of a terminal', '\u001b[31mred\u001b[0m', 'red'],
  ['a link of a terminal', '\u001b]8;;https://evil.example\u0007x\u001b]8;;\u0007', 'x'],
  ['text hidden in tags', 'ok\u{e0041}\u{e0042}', 'ok'],
])('takes out %s', (_, text, shown) => {
  expect(visible(text)).toBe(shown);
});

it('keeps lines, tabs, accents and joined emoji', () => {
  expect(visible('á\tb\nnandú 👩‍🔧')).toBe('á\tb\nnandú 👩‍🔧');
});
