import { expect, it } from 'vitest';
import { withoutRepeats } from './same-words.ts';

it('leaves out what repeats something before it, in other order or with a word more', () => {
  const texts = [
    'the quick brown fox jumps over the dog',
    'Over the dog jumps the quick brown fox!',
    'something else',
    'more',
  ];
  expect(withoutRepeats(texts, (text) => text, 2)).toEqual([texts[0], texts[2]]);
});
