import { describe, expect, it } from 'vitest';
import { questionWords } from '../lexical/analyse.ts';
import { createWordMatch } from './word-match.ts';

/** Two dimensions of meaning: guarantees, and lamps. */
const meanings: Record<string, [number, number]> = {
  guarantee: [1, 0],
  warranty: [0.8, 0.6],
  lamp: [0, 1],
};

const embedded: string[] = [];
const embedder = {
  async embedWords(words: readonly string[]) {
    embedded.push(...words);
    return words.map((word) => Float32Array.from(meanings[word] ?? [0, 0]));
  },
};

const texts = [
  { text: 'The warranty lasts two years', language: 'en' as const },
  { text: 'Lamps', language: 'en' as const },
];

describe('createWordMatch', () => {
  it('is 1 where a text has the word, in whatever form', async () => {
    const match = createWordMatch(null);
    expect(await match(questionWords('lamp warranties'), texts)).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it('is the nearness of the nearest word where it does not', async () => {
    const match = createWordMatch(embedder);
    const [first, second] = await match(questionWords('guarantee of a lamp'), texts);
    expect(first?.map((value) => Number(value.toFixed(2)))).toEqual([0.8, 0.6]);
    expect(second).toEqual([0, 1]);
  });

  it('does not take one number or identifier for another', async () => {
    const match = createWordMatch(embedder);
    const about = [{ text: 'Error E8 of 2024', language: 'en' as const }];
    const matches = await match(questionWords('E7 2025'), about);
    expect(matches.flat().every((value) => value === 0)).toBe(true);
  });

  it('knows a number or identifier with other marks between its parts', async () => {
    const match = createWordMatch(null);
    const about = [
      { text: 'Room B12, 10,000 euros at 1 500 rpm, 4711-B', language: 'en' as const },
    ];
    const [written] = await match(
      ['B-12', '10.000', '1500', '4711B'].map((word) => ({ word, terms: [word] })),
      about,
    );
    expect(new Set(written)).toEqual(new Set([1]));
    expect((await match(questionWords('B13 1501'), about)).flat()).not.toContain(1);
  });

  it('embeds nothing where the texts have every word', async () => {
    embedded.length = 0;
    await createWordMatch(embedder)(questionWords('warranty years'), texts.slice(0, 1));
    expect(embedded).toEqual([]);
  });
});
