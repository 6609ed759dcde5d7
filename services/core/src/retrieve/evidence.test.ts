import { describe, expect, it } from 'vitest';
import { abstains } from '../answer/abstain.ts';
import { gatherEvidence, weighWords } from './evidence.ts';

const words = weighWords(
  [
    { word: 'capital', terms: ['capital'] },
    { word: 'Mongolia', terms: ['mongolia'] },
  ],
  { chunks: 1_000, frequencies: new Map([['capital', 100]]) },
);

describe('weighWords', () => {
  it('weighs a word by its rarity in the corpus', () => {
    expect(words.map(({ weight }) => Number(weight.toFixed(2)))).toEqual([2.3, 7.6]);
  });
});

describe('gatherEvidence', () => {
  it('is the share of the weights: in the best passage, and in all together', () => {
    const { exact, together } = gatherEvidence(
      'capital of Mongolia',
      words,
      [
        [1, 0],
        [0, 1],
      ],
      [],
    );
    expect(exact).toBeCloseTo(0.77, 2);
    expect(together).toBeCloseTo(1);
  });

  it('names the words that are nowhere in the corpus, and nothing like them in a passage', () => {
    const missing = (frequencies: [string, number][], ...matches: number[]) => {
      const asked = ['M701', '701', 'capital', 'Mongolia'];
      const weighed = weighWords(
        asked.map((word) => ({ word, terms: [word.toLowerCase()] })),
        { chunks: 1_000, frequencies: new Map(frequencies) },
      );
      return gatherEvidence('', weighed, [matches], []).missing;
    };
    expect(missing([], 0, 0, 0.4, 0.2)).toEqual(['M701', 'capital', 'Mongolia']);
    expect(missing([['capital', 100]], 0, 0, 0, 0.2)).toEqual(['M701', 'Mongolia']);
    expect(missing([['m701', 1]], 0, 0, 0.7, 0.2)).toEqual(['Mongolia']);
  });

  it('fills a short list up, so that its nearest is not its own background', () => {
    const { dense } = gatherEvidence('', words, [[1, 1]], [0.8]);
    expect(dense?.cosine).toBe(0.8);
    expect(dense?.background).toBeCloseTo((0.8 + 49 * 0.15) / 50);
  });

  it('has no dense part without vectors', () => {
    expect(gatherEvidence('', words, [], [])).toMatchObject({
      dense: null,
      exact: 0,
      together: 0,
    });
  });
});

describe('abstains', () => {
  const found = (cosine: number, background: number, together: number) => ({
    dense: { cosine, background },
    exact: 0.4,
    together,
    missing: [],
    names: [],
  });

  it.each([
    ['the documents have the words and the meaning', found(0.65, 0.3, 0.95), false, false],
    ['they have the meaning in other words', found(0.5, 0.3, 0.64), false, true],
    ['they have neither', found(0.2, 0.18, 0.3), true, true],
    ['everything is a little near, nothing more', found(0.45, 0.42, 0.5), true, true],
  ])('where %s', (_, evidence, forModel, forExtract) => {
    expect(abstains(evidence, 'model', 'en')).toBe(forModel);
    expect(abstains(evidence, 'extractive', 'en')).toBe(forExtract);
  });

  it('sooner where a name of the question is nowhere in the corpus', () => {
    const evidence = found(0.65, 0.3, 0.95);
    expect(abstains({ ...evidence, names: ['Bluetooth'] }, 'extractive', 'en')).toBe(false);
    const less = found(0.6, 0.3, 0.7);
    expect(abstains(less, 'extractive', 'en')).toBe(false);
    expect(abstains({ ...less, names: ['Bluetooth'] }, 'model', 'en')).toBe(true);
  });

  it('goes by words alone where there are no vectors', () => {
    const lexical = (exact: number) => ({
      dense: null,
      exact,
      together: 1,
      missing: [],
      names: [],
    });
    expect(abstains(lexical(0.9), 'extractive', null)).toBe(false);
    expect(abstains(lexical(0.3), 'model', null)).toBe(true);
  });

  it('goes by words too in Spanish, which the vectors do not tell apart', () => {
    const near = { ...found(0.59, 0.54, 0.76), exact: 0.54 };
    expect(abstains(near, 'extractive', 'en')).toBe(true);
    expect(abstains(near, 'extractive', 'es')).toBe(false);
    expect(abstains({ ...near, exact: 0.4 }, 'extractive', 'es')).toBe(true);
  });
});
