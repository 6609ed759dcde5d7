import { expect, it } from 'vitest';
import { unsupportedRanges } from './unsupported-ranges.ts';

const marked = (text: string) =>
  unsupportedRanges(text).map(([start, end]) => text.slice(start, end));

it.each([
  ['a mark within', 'The pump lasts thirty months [1].'],
  [
    'a mark after the full stop',
    'The pump lasts thirty months. [1] The lamp lasts two years. [2][3]',
  ],
  ['a mark at the very beginning', '[1] says that the pump lasts.'],
  ['a question', 'Which pump do you mean?'],
  ['the lead of a list', 'These are the steps to take:'],
  ['what is no claim', 'Yes. Thirty months.'],
])('leaves %s unmarked', (_, text) => {
  expect(marked(text)).toEqual([]);
});

it('marks the sentences that name no passage', () => {
  expect(marked('The pump lasts thirty months [1]. It is also very quiet. ')).toEqual([
    'It is also very quiet.',
  ]);
  expect(marked('La bomba dura treinta meses. Además es muy silenciosa [2].')).toEqual([
    'La bomba dura treinta meses.',
  ]);
});
