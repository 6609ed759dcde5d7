import { describe, expect, it } from 'vitest';
import { phraseOf } from './phrase-of.ts';

describe('phraseOf', () => {
  it.each([
    [new Error('Invalid PDF structure.'), 'Invalid PDF structure'],
    [new Error('bad magic number'), 'bad magic number'],
    [
      new Error('It broke off at page 3. Nothing followed. '),
      'It broke off at page 3. Nothing followed',
    ],
    ['still looking...', 'still looking...'],
    ['.', ''],
  ])('leaves the full stop of %s to the sentence around it', (error, phrase) => {
    expect(phraseOf(error)).toBe(phrase);
  });
});
