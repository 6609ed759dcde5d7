import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectAnswer } from '../../../../test/conformance/collect-answer.ts';
import { withoutThinking } from './without-thinking.ts';

async function* written(pieces: readonly string[]) {
  yield* pieces;
  return { omitted: 0, stop: 'end' as const };
}

const read = async (...pieces: string[]) =>
  (await collectAnswer(withoutThinking(written(pieces)))).pieces.join('');

describe('withoutThinking', () => {
  it.each([
    [['<think>Is it [2]?</think>\n\nTwo years [1].'], 'Two years [1].'],
    [['\n<thi', 'nk>Hm', '.</th', 'ink>', 'Two years.'], 'Two years.'],
    [['<think>', 'for ', 'ever'], ''],
    [['<think></think>'], ''],
    [['Two ', 'years <think>x</think>'], 'Two years <think>x</think>'],
    [['<', 'b>Two</b>'], '<b>Two</b>'],
    [['<thi'], '<thi'],
    [[' Two'], ' Two'],
    [[], ''],
  ])('%j', async (pieces, text) => {
    expect(await read(...pieces)).toBe(text);
  });

  it('gives the same text however it is cut into pieces', async () => {
    const whole = ' <think>a < b [1]</think>Two years [1].';
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 6 }), async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), whole.length];
        const pieces = places.slice(1).map((end, i) => whole.slice(places[i], end));
        expect(await read(...pieces)).toBe('Two years [1].');
      }),
    );
  });
});
