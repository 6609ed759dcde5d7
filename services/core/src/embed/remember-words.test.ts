import { describe, expect, it } from 'vitest';
import { rememberWords } from './remember-words.ts';

describe('rememberWords', () => {
  it('embeds each word once, and gives vectors in the order asked', async () => {
    const { words, embed } = counting(10);
    expect(await words(['pump', 'lamp', 'pump'])).toEqual([[4], [4.5], [4]].map(vector));
    expect(await words(['lamp', 'hose'])).toEqual([[4.5], [4.25]].map(vector));
    expect(embed).toEqual([['pump', 'lamp'], ['hose']]);
  });

  it('forgets the words used longest ago', async () => {
    const { words, embed } = counting(2);
    await words(['pump']);
    await words(['lamp']);
    await words(['pump']);
    await words(['hose']);
    await words(['pump', 'lamp']);
    expect(embed).toEqual([['pump'], ['lamp'], ['hose'], ['lamp']]);
  });

  it('gives all vectors of a call that is larger than what it keeps', async () => {
    const { words } = counting(1);
    expect(await words(['pump', 'lamp', 'hose'])).toEqual([[4], [4.5], [4.25]].map(vector));
  });
});

/** Remembered words over an embedder that tells them apart and counts its calls. */
function counting(most: number) {
  const embed: string[][] = [];
  const numbers = { pump: 4, lamp: 4.5, hose: 4.25 };
  const words = rememberWords(async (texts) => {
    if (texts.length > 0) embed.push([...texts]);
    return texts.map((text) => vector([numbers[text as keyof typeof numbers]]));
  }, most);
  return { words, embed };
}

function vector(values: number[]): Float32Array {
  return Float32Array.from(values);
}
