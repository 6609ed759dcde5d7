import { expect, it } from 'vitest';
import type { ListedDocument } from './listed-document.ts';
import { noSelection, selectedAmong, toggled, toggledAll } from './selection.ts';

const listed = (...ids: string[]) => ids.map((id) => ({ document: { id } }) as ListedDocument);
const all = listed('a', 'b', 'c', 'd', 'e');
const idsOf = (documents: readonly ListedDocument[]) =>
  documents.map(({ document }) => document.id).join('');

it('counts what is shown alone, and keeps what a filter hides', () => {
  const some = new Set(['a', 'd', 'x']);
  expect(idsOf(selectedAmong(all, some))).toBe('ad');
  expect(idsOf(selectedAmong(listed('a', 'b'), some))).toBe('a');
  expect([...toggledAll(some, listed('b', 'c'))].join('')).toBe('adxbc');
});

it('chooses and lets go, one or up to the one before, in the order that is shown', () => {
  const one = toggled(noSelection, 'b', { from: null, shown: all });
  expect([...one].join('')).toBe('b');
  const range = toggled(one, 'd', { from: 'b', shown: all });
  expect(idsOf(selectedAmong(all, range))).toBe('bcd');
  const back = toggled(range, 'b', { from: 'c', shown: all });
  expect(idsOf(selectedAmong(all, back))).toBe('d');
  // The other end is not shown any more.
  const alone = toggled(noSelection, 'e', { from: 'a', shown: listed('d', 'e') });
  expect([...alone].join('')).toBe('e');
});

it('chooses all that are shown, and none where all are', () => {
  const whole = toggledAll(new Set(['b']), all);
  expect(idsOf(selectedAmong(all, whole))).toBe('abcde');
  expect([...toggledAll(whole, listed('a', 'b'))].join('')).toBe('cde');
});
