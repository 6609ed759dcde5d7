import { analyse, type QuestionWord } from '../lexical/analyse.ts';
import type { Fused } from './fuse.ts';

/** What speaks for the corpus answering the question; abstention is decided on it alone. */
export interface Evidence {
  /** Null without vectors. */
  dense: {
    /** Cosine similarity of the question with the nearest passage. */
    cosine: number;
    /** Mean cosine of all dense candidates: how near just anything is to this question. */
    background: number;
    /** Share of the question's words, weighted by rarity, in the nearest passage; 0 to 1. */
    coverage: number;
  } | null;
  /** The same share in the passage that has most of them. */
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

/** A short dense list is filled up to this length with the cosine of texts that have nothing in common. */
const LIST = 50;
const STRANGERS = 0.15;

/**
 * Evidence of the passages that would be shown.
 *
 * @param cosines of the whole dense list, best first
 */
export function gatherEvidence(
  passages: readonly Fused[],
  words: readonly WeightedWord[],
  cosines: readonly number[],
): Evidence {
  const total = sum(words.map(({ weight }) => weight));
  const share = (found: readonly WeightedWord[]) =>
    total === 0 ? 0 : sum(found.map(({ weight }) => weight)) / total;
  const found = passages.map((passage) => ({ passage, words: wordsIn(passage, words) }));
  const anywhere = new Set(found.flatMap((one) => one.words));
  const [nearest] = found
    .filter(({ passage }) => passage.dense !== null)
    .sort((a, b) => (b.passage.dense ?? 0) - (a.passage.dense ?? 0));
  return {
    dense: nearest
      ? {
          cosine: nearest.passage.dense ?? 0,
          background: background(cosines),
          coverage: share(nearest.words),
        }
      : null,
    coverage: Math.max(0, ...found.map((one) => share(one.words))),
    together: share([...anywhere]),
    missing: words
      .filter((word) => !anywhere.has(word))
      .sort((a, b) => b.weight - a.weight)
      .map(({ word }) => word),
  };
}

function background(cosines: readonly number[]): number {
  const absent = Math.max(0, LIST - cosines.length);
  return (sum(cosines) + absent * STRANGERS) / (cosines.length + absent);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function wordsIn({ chunk, document }: Fused, words: readonly WeightedWord[]): WeightedWord[] {
  const place = [document.title, document.path, ...chunk.headings].join('\n');
  const terms = new Set(analyse(`${place}\n${chunk.text}`, document.language).terms);
  return words.filter((word) => word.terms.some((term) => terms.has(term)));
}
