import { expect, it } from 'vitest';
import { interpolate } from './interpolate.ts';

/** `@` stands for the dollar sign. */
const of = (text: string) => interpolate(text.replaceAll('@', '$'), variables);
const variables = { SET: 'value', EMPTY: '' };

it.each([
  ['@SET and @{SET}', 'value and value'],
  ['@{EMPTY:-default}|@{EMPTY-default}', 'default|'],
  ['@{NONE-@SET}|@{NONE:-@{EMPTY:-deep}}', 'value|deep'],
  ['@{SET:+other}|@{EMPTY:+other}|@{EMPTY+other}|@{NONE+other}', 'other||other|'],
  ['@@SET costs @5 @{', '$SET costs $5 ${'],
])('replaces variables as Compose does: %s', (text, expected) => {
  expect(of(text).text).toBe(expected);
});

it('tells what has no value, and what is required', () => {
  expect(of('@NONE @{NONE:?say it} @{EMPTY?} @{EMPTY:?}')).toEqual({
    text: '   ',
    unset: ['NONE'],
    required: ['NONE: say it', 'EMPTY: required'],
  });
});
