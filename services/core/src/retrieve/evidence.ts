import type { QuestionWord } from '../lexical/analyse.ts';
import { parts } from '../lexical/tokens.ts';
import { namesAmong } from './names-among.ts';

/** What speaks for the corpus answering the question; abstention is decided on it alone. */
export interface Evidence {
  /** Null without vectors. */
  dense: {
    /** Cosine similarity of the question with the nearest passage. */
    cosine: number;
    /** Mean cosine of all dense candidates: how near just anything is to this question. */
    background: number;
  } | null;
  /** Share of the question's words, weighted by rarity, in the passage that has most of them; 0 to 1. */
  exact: number;
  /** The same for all passages together, where a word that means something like it counts as far as it does. */
  together: number;
  /** Words of the question that the corpus has nowhere, nor a passage one like them; most telling first. */
  missing: string[];
  /** Of those, names and numbers: what the question is about, which a corpus without them seldom answers. */
  names: string[];
}

/** A question's word with its weight: rarity in the corpus. */
export interface WeightedWord extends QuestionWord {
  weight: number;
  /** Chunks of the corpus that have it. */
  frequency: number;
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
    return {
      ...word,
      frequency: n,
      weight: Math.log(1 + (Math.max(chunks, n) - n + 0.5) / (n + 0.5)),
    };
  });
}

/** A short dense list is filled up to this length with the cosine of texts that have nothing in common. */
const LIST = 50;
const STRANGERS = 0.15;

/** From here on a passage has a word, if not by its letters then by its meaning. */
const HAS = 0.6;

/**
 * @param question that has the words
 * @param matches how well each passage has each word, 0 to 1 (`MatchWords`)
 * @param cosines of the whole dense list, best first; empty without vectors
 */
export function gatherEvidence(
  question: string,
  words: readonly WeightedWord[],
  matches: readonly (readonly number[])[],
  cosines: readonly number[],
): Evidence {
  const total = sum(words.map(({ weight }) => weight));
  const share = (of: (index: number) => number) =>
    total === 0 ? 0 : sum(words.map(({ weight }, i) => weight * of(i))) / total;
  const best = words.map((_, i) => Math.max(0, ...matches.map((row) => row[i] ?? 0)));
  const isThere = ({ frequency }: WeightedWord, i: number) =>
    frequency > 0 || (best[i] ?? 0) >= HAS;
  const there = words.filter(isThere);
  const missing = withoutParts(
    words
      .filter((word, i) => !isThere(word, i) && !isPart(word, there))
      .sort((a, b) => b.weight - a.weight)
      .map(({ word }) => word),
  );
  return {
    dense: cosines.length > 0 ? { cosine: cosines[0] ?? 0, background: background(cosines) } : null,
    exact: Math.max(0, ...matches.map((row) => share((i) => (row[i] === 1 ? 1 : 0)))),
    together: share((i) => best[i] ?? 0),
    missing,
    names: namesAmong(missing, question),
  };
}

/** An identifier is a word, and so is each of its parts. */
function withoutParts(words: readonly string[]): string[] {
  return words.filter((word) => !words.some((other) => other !== word && other.includes(word)));
}

/** Of one of these, such as the 12 of B-12. */
function isPart({ word }: WeightedWord, of: readonly WeightedWord[]): boolean {
  return of.some((other) => parts(other.word).includes(word));
}

function background(cosines: readonly number[]): number {
  const absent = Math.max(0, LIST - cosines.length);
  return (sum(cosines) + absent * STRANGERS) / (cosines.length + absent);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
