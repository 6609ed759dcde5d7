import type { Embedder } from '../embed/port.ts';
import { analyse, type QuestionWord } from '../lexical/analyse.ts';
import { fold } from '../lexical/fold.ts';
import type { Language } from '../lexical/port.ts';
import { isStopWord } from '../lexical/stop-words.ts';
import { tokens } from '../lexical/tokens.ts';
import { plainIdentifiers } from './plain-numbers.ts';

export interface MatchedText {
  text: string;
  language: Language | null;
}

/**
 * How well each text has each word: 1 where it has the word itself, else how near its nearest word
 * is in meaning, 0 to 1. One row a text, one column a word.
 */
export type MatchWords = (
  words: readonly QuestionWord[],
  texts: readonly MatchedText[],
  signal?: AbortSignal,
) => Promise<number[][]>;

/** Different words of a text that are compared, from its beginning on. */
const MOST_WORDS = 150;

/** Shorter words are abbreviations, whose vectors say nothing. */
const SHORTEST = 3;

/**
 * Matches words by their terms, and where a text has no term of a word, by the cosine of word vectors.
 * So "guarantee" finds "warranty". Numbers and identifiers match as they are, but for what
 * parts their digits, or not at all.
 *
 * @param embedder null: by terms alone
 */
export function createWordMatch(embedder: Pick<Embedder, 'embedWords'> | null): MatchWords {
  return async (words, texts, signal) => {
    const exact = texts.map(({ text, language }) => {
      const plain = plainIdentifiers(text);
      const all = plain === text ? text : `${text}\n${plain}`;
      const terms = new Set(analyse(all, language).terms);
      return words.map((word) => (formsOf(word).some((term) => terms.has(term)) ? 1 : 0));
    });
    if (embedder === null) return exact;
    const open = words.map(({ word }, i) => isWord(word) && exact.some((row) => row[i] === 0));
    if (!open.includes(true)) return exact;
    const asked = words.map(({ word }, i) => (open[i] ? word.toLowerCase() : ''));
    const vocabularies = texts.map(vocabularyOf);
    const all = [...new Set([...asked.filter(Boolean), ...vocabularies.flat()])];
    const vectors = await embedder.embedWords(all, signal);
    const vectorOf = new Map(all.map((word, i) => [word, vectors[i] ?? new Float32Array()]));
    const nearest = (word: string, vocabulary: readonly string[]) =>
      Math.max(0, ...vocabulary.map((other) => dot(vectorOf.get(word), vectorOf.get(other))));
    return exact.map((row, t) =>
      row.map((match, w) =>
        match === 1 || !open[w] ? match : nearest(asked[w] ?? '', vocabularies[t] ?? []),
      ),
    );
  };
}

/** A number or identifier may be written with other marks between its parts, or with none. */
function formsOf({ word, terms }: QuestionWord): readonly string[] {
  return /\d/.test(word) ? [...terms, fold(plainIdentifiers(word))] : terms;
}

function vocabularyOf({ text, language }: MatchedText): string[] {
  const found = new Set<string>();
  for (const token of tokens(text)) {
    if (found.size >= MOST_WORDS) break;
    if (isWord(token) && !isStopWord(fold(token), language)) found.add(token.toLowerCase());
  }
  return [...found];
}

function isWord(token: string): boolean {
  return token.length >= SHORTEST && /^[\p{L}\p{M}]+(-[\p{L}\p{M}]+)*$/u.test(token);
}

/** Cosine of unit vectors. */
function dot(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || !b) return 0;
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
