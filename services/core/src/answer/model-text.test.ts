import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readModelText } from './model-text.ts';

function read(pieces: string[], shown: number) {
  const model = readModelText(() => shown);
  const text = pieces.map((piece) => model.push(piece)).join('') + model.end();
  return { text, cited: [...model.cited()].sort(), refused: model.refused() };
}

describe('readModelText', () => {
  it.each([
    [['It is so [1].'], 'It is so [1].', [1]],
    [['It is so[1', '].'], 'It is so[1].', [1]],
    [['So [7] it is [2].'], 'So it is [2].', [2]],
    [['Mongolia ', '[99].'], 'Mongolia.', []],
    [['Both [1, 2] and [3;9].'], 'Both [1][2] and [3].', [1, 2, 3]],
    [['[1, 2, 3, 4, 5, 6, 7,', ' 8, 9, 10, 11, 12', ', 13]'], '[1][2][3]', [1, 2, 3]],
    [['Also 【2】, ［3］ and [^1]'], 'Also [2], [3] and [1]', [1, 2, 3]],
    [['All [1-3], not [^4–99] nor [1000]'], 'All [1][2][3], not nor', [1, 2, 3]],
    [['Not [passages 7, 9] nor 【7, 9】'], 'Not nor', []],
    [['In the range [0, 100] [2].'], 'In the range [0, 100] [2].', [2]],
    [['Within [0,', ' 1]. [1]'], 'Within [0, 1]. [1]', [1]],
    [['From [0-3] or [0] on'], 'From [0-3] or [0] on', []],
    [['Stars [1-5] and [4–99] [3]'], 'Stars [1-5] and [4–99] [3]', [3]],
    [['The array is [10, 20, 30] [1].'], 'The array is [10, 20, 30] [1].', [1]],
    [['It costs [1,000] [1]'], 'It costs [1,000] [1]', [1]],
    [['As [2-3] and [1, 2-3] say'], 'As [2][3] and [1][2][3] say', [1, 2, 3]],
    [['See [passage 2] and [Source 99]'], 'See [2] and', [2]],
    [['Take `argv[2]` and `a[9]` [1]'], 'Take `argv[2]` and `a[9]` [1]', [1]],
    [
      ['```js\nitems[9] = a[0];\n', '```\nSo [9] it is [2]'],
      '```js\nitems[9] = a[0];\n```\nSo it is [2]',
      [2],
    ],
    [['A lone ` here\nand [9] there [2]'], 'A lone ` here\nand there [2]', [2]],
    [['An index a[i] stays'], 'An index a[i] stays', []],
    [['An open [bracket'], 'An open [bracket', []],
    [['A [link](http://x) stays'], 'A [link](http://x) stays', []],
  ])('%j', (pieces, text, cited) => {
    expect(read(pieces, 3)).toEqual({ text, cited, refused: false });
  });

  it.each([
    [['NO_ANSWER'], ''],
    [['NO_', 'ANSWER.'], '.'],
    [['**NO_ANSWER**'], ''],
    [['`no_', 'answer`'], ''],
    [['"NO_ANSWER"'], ''],
    [['I looked. NO_ANS', 'WER'], 'I looked. '],
  ])('takes the word of refusal out of %j', (pieces, text) => {
    expect(read(pieces, 3)).toEqual({ text, cited: [], refused: true });
  });

  it('gives the same text however the answer is cut into pieces', () => {
    const answers = fc.array(
      fc.constantFrom(
        ...[
          'word ',
          '[1]',
          '[9]',
          '[2, 3]',
          '[0, 9]',
          '[1-9]',
          '[',
          ']',
          '[x]',
          '【1】',
          '\n',
          '`',
          '```',
          'a[1]',
        ],
        ...['NO_ANSWER', 'NO', `[${'1, '.repeat(20)}9]`],
      ),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(answers, fc.array(fc.nat(120), { maxLength: 6 }), (parts, cuts) => {
        const whole = parts.join('');
        const places = [
          ...new Set([0, ...cuts.filter((cut) => cut < whole.length), whole.length]),
        ].sort((a, b) => a - b);
        const pieces = places.slice(1).map((end, i) => whole.slice(places[i], end));
        expect(read(pieces, 3)).toEqual(read([whole], 3));
      }),
    );
  });
});
