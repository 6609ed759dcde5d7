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

it.each([
  ['the pump in hall 3 runs at 1450 revolutions', 'the pump in hall 3 runs at 2900 revolutions'],
  ['set the limit of the door to 8 MiB for all', 'set the limit of the door to 8.5 MiB for all'],
  ['the valve opens by itself at (-5 °C) outside', 'the valve opens by itself at (5 °C) outside'],
  ['call the tool on the host gpu-a1 each night', 'call the tool on the host gpu-a2 each night'],
  ['keep the copies of a week in the safe', 'keep the 3 copies of a week in the safe'],
])('keeps what differs in a number alone: %j', (...texts) => {
  expect(withoutRepeats(texts, (text) => text, 2)).toEqual(texts);
});

it('leaves out a repeat with the same numbers', () => {
  const texts = ['pump P-3 runs at 1450 rpm', 'Pump P-3 runs at 1450 rpm.'];
  expect(withoutRepeats(texts, (text) => text, 2)).toEqual([texts[0]]);
});
