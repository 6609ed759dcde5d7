import { expect, it } from 'vitest';
import { firstSentence } from './first-sentence.ts';

it.each([
  ['It does not say. Nothing of “v1.2”.', 'It does not say.', 'Nothing of “v1.2”.'],
  ['Version 1.2 is not there. There are: 1.1.', 'Version 1.2 is not there.', 'There are: 1.1.'],
  ['¿Quién sabe? Nadie.\n\nNadie.', '¿Quién sabe?', 'Nadie.\n\nNadie.'],
  ['Only this.', 'Only this.', ''],
  ['no end', 'no end', ''],
  ['', '', ''],
])('parts %j', (text, first, rest) => {
  expect(firstSentence(text)).toEqual([first, rest]);
});
