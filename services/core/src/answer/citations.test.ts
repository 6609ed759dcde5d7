import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCitationFilter } from './citations.ts';

function filtered(pieces: string[], shown: number) {
  const filter = createCitationFilter(shown);
  const text = pieces.map((piece) => filter.push(piece)).join('') + filter.end();
  return { text, cited: [...filter.cited()].sort() };
}

describe('createCitationFilter', () => {
  it.each([
    [['It is so [1].'], 'It is so [1].', [1]],
    [['It is so [1', '].'], 'It is so [1].', [1]],
    [['So [7] it is [2].'], 'So  it is [2].', [2]],
    [['Both [1, 2] and [3;9].'], 'Both [1][2] and [3].', [1, 2, 3]],
    [['Also 【2】 and [^1]'], 'Also [2] and [1]', [1, 2]],
    [['An array a[0] and a[i] stay'], 'An array a and a[i] stay', []],
    [['An open [bracket'], 'An open [bracket', []],
    [['A [link](http://x) stays'], 'A [link](http://x) stays', []],
  ])('%j', (pieces, text, cited) => {
    expect(filtered(pieces, 3)).toEqual({ text, cited });
  });

  it('gives the same text however the answer is cut into pieces', () => {
    const answers = fc.array(
      fc.constantFrom('word ', '[1]', '[9]', '[2, 3]', '[', ']', '[x]', '【1】', '\n'),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(answers, fc.array(fc.nat(40), { maxLength: 6 }), (parts, cuts) => {
        const whole = parts.join('');
        const places = [
          ...new Set([0, ...cuts.filter((cut) => cut < whole.length), whole.length]),
        ].sort((a, b) => a - b);
        const pieces = places.slice(1).map((end, i) => whole.slice(places[i], end));
        expect(filtered(pieces, 3)).toEqual(filtered([whole], 3));
      }),
    );
  });
});
