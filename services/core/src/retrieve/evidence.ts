import { analyse, type QuestionWord } from '../lexical/analyse.ts';
import type { Fused } from './fuse.ts';

/** What speaks for the corpus answering the question; abstention is decided on it alone. */
export interface Evidence {
  /** Best cosine similarity of a passage with the question; null without vectors. */
  cosine: number | null;
  /** Share of the question's words, weighted by rarity, in the passage that has most of them; 0 to 1. */
  coverage: number;
  /** The same for all passages together. */
  together: number;
  /** Words of the question that no passage has, most telling first. */
  missing: string[];
}

/** A question's word with its weight: rarity in the corpus. */
export interface WeightedWord extends QuestionWord {
  weight: number;
}

/**
 * Weighs words by BM25's idf, ln(1 + (N − n + 0.5) / (n + 0.5)) (Robertson and Zaragoza 2009), n the
 * frequency of the word's most frequent form.
 */
export function weighWords(
  words: readonly QuestionWord[],
  { chunks, frequencies }: { chunks: number; frequencies: ReadonlyMap<string, number> },
): WeightedWord[] {
  return words.map((word) => {
    const n = Math.max(0, ...word.terms.map((term) => frequencies.get(term) ?? 0));
    return { ...word, weight: Math.log(1 + (Math.max(chunks, n) - n + 0.5) / (n + 0.5)) };
  });
}

/** Evidence of the passages that would be shown. */
export function gatherEvidence(
  passages: readonly Fused[],
  words: readonly WeightedWord[],
): Evidence {
  const total = words.reduce((sum, { weight }) => sum + weight, 0);
  const share = (found: readonly WeightedWord[]) =>
    total === 0 ? 0 : found.reduce((sum, { weight }) => sum + weight, 0) / total;
  const found = passages.map((passage) => wordsIn(passage, words));
  const anywhere = new Set(found.flat());
  const cosines = passages.flatMap(({ dense }) => (dense === null ? [] : [dense]));
  return {
    cosine: cosines.length > 0 ? Math.max(...cosines) : null,
    coverage: Math.max(0, ...found.map(share)),
    together: share([...anywhere]),
    missing: words
      .filter((word) => !anywhere.has(word))
      .sort((a, b) => b.weight - a.weight)
      .map(({ word }) => word),
  };
}

function wordsIn({ chunk, document }: Fused, words: readonly WeightedWord[]): WeightedWord[] {
  const place = [document.title, document.path, ...chunk.headings].join('\n');
  const terms = new Set(analyse(`${place}\n${chunk.text}`, document.language).terms);
  return words.filter((word) => word.terms.some((term) => terms.has(term)));
}
