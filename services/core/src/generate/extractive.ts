import type { Embedder } from '../embed/port.ts';
import { analyse, detectLanguage, type QuestionWord, questionWords } from '../lexical/analyse.ts';
import type { Language } from '../lexical/port.ts';
import { withoutRepeats } from '../lexical/same-words.ts';
import { expectedShape } from './expected-shape.ts';
import type { Generator, Passage } from './port.ts';
import { type Sentence, sentences } from './sentences.ts';

/** Most pieces of an answer. */
const MOST = 3;

/** A further piece must have at least this share of the best one's score. */
const WORTH = 0.6;

/** A number of the question in a piece, so many times its score. */
const SAME_NUMBER = 2;

/** Sentences that are embedded, from the best passage on, and the length of each, in characters. */
const MOST_EMBEDDED = 48;
const LONGEST_EMBEDDED = 400;

interface Piece extends Sentence {
  passage: Passage;
  /** How far to trust it, whatever its words. */
  prior: number;
  found: ReadonlySet<QuestionWord>;
}

interface Scored extends Piece {
  score: number;
}

/**
 * Answers without a language model: the sentences of the passages that say most of what was asked,
 * each with its citation.
 *
 * @param reason why there is no language model, in words
 * @param embed finds sentences near in meaning too; null: by words alone
 */
export function createExtractiveGenerator(
  reason: string,
  embed: Embedder['embedTexts'] | null,
): Generator {
  return {
    info: { kind: 'extractive', model: null, reason: `no language model: ${reason}` },
    quotes: true,
    device: async () => 'cpu',
    async *generate({ understood: question, passages, language, signal }) {
      signal.throwIfAborted();
      const words = questionWords(question);
      const worth = expectedShape(question);
      const pieces = passages
        .flatMap((passage, rank) => piecesOf(passage, rank, words, language))
        .map((piece) => ({ ...piece, prior: piece.prior * worth(piece) }));
      // The embedding model knows English: in Spanish, all sentences are near each other.
      const near =
        embed === null || language === 'es' ? [] : await nearness(question, pieces, embed, signal);
      const chosen = choose(score(pieces, words, near, numbersIn(question)));
      for (const [i, piece] of chosen.entries()) {
        signal.throwIfAborted();
        yield `${i > 0 ? '\n\n' : ''}${render(piece)}`;
      }
      const cited = new Set(chosen.map(({ passage }) => passage.n));
      return { omitted: 0, stop: 'end', cited };
    },
    check: async () => ({ ok: true, detail: `extractive answers; no language model: ${reason}` }),
  };
}

/** A reference of the document's own, such as [4], must not pass for a citation. */
function render({ kind, text, passage }: Scored): string {
  return kind === 'code'
    ? `    ${text.replaceAll('\n', '\n    ')}\n[${passage.n}]`
    : `${text.replace(/\[(\d{1,3})\]/g, '($1)')} [${passage.n}]`;
}

/** The best pieces, best first; pieces of the best one's passage follow it in reading order. */
function choose(scored: readonly Scored[]): Scored[] {
  const [best] = scored;
  if (!best) return [];
  const worthy = scored.filter(({ score }) => score >= WORTH * best.score);
  const distinct = withoutRepeats(worthy, ({ text }) => text, MOST);
  return withContext(distinct, scored);
}

/** A code block is shown with the sentence that introduces it, and the other way round. */
function withContext(chosen: Scored[], all: readonly Scored[]): Scored[] {
  const [best] = chosen;
  if (!best) return chosen;
  const offset = best.kind === 'code' ? -1 : best.text.endsWith(':') ? 1 : 0;
  const neighbour = all.find(
    ({ passage, position }) => passage.n === best.passage.n && position === best.position + offset,
  );
  if (!neighbour || chosen.includes(neighbour)) return order(chosen);
  return order([best, neighbour, ...chosen.slice(1, MOST - 1)]);
}

/** Pieces of one passage stand together, in reading order; passages stay in the order of their best piece. */
function order(chosen: readonly Scored[]): Scored[] {
  const passages = [...new Set(chosen.map(({ passage }) => passage.n))];
  return [...chosen].sort(
    (a, b) =>
      passages.indexOf(a.passage.n) - passages.indexOf(b.passage.n) || a.position - b.position,
  );
}

function piecesOf(
  passage: Passage,
  rank: number,
  words: readonly QuestionWord[],
  language: Language | null,
): Piece[] {
  const title = new Set(analyse(passage.title).terms);
  const written = detectLanguage(passage.text);
  // An answer is read in the language of its question, where the corpus has it in both.
  const understood = language === null || written === null || written === language ? 1 : 0.5;
  return sentences(passage.text).map((sentence) => {
    const terms = new Set(analyse(sentence.text).terms);
    const found = new Set(words.filter((word) => word.terms.some((term) => terms.has(term))));
    const inTitle = words.filter((word) => word.terms.some((term) => title.has(term))).length;
    // A passage's rank stands for what single words do not show: its place in both lists.
    const place = 1 / (1 + 0.25 * rank) + (0.1 * inTitle) / Math.max(1, words.length);
    return { ...sentence, passage, found, prior: place * shape(sentence) * understood };
  });
}

/** Very short pieces say little, very long ones bury the answer; questions do not answer. */
function shape({ text, kind }: Sentence): number {
  const count = text.split(/\s+/).length;
  if (kind === 'prose' && text.endsWith('?')) return 0.3;
  if (kind === 'code') return count > 60 ? 0.4 : 0.75;
  if (count < 4) return 0.5;
  return count > 70 ? 0.6 : 1;
}

/** Cosine of each sentence with the question, in order; fewer where there are too many sentences. */
async function nearness(
  question: string,
  pieces: readonly Piece[],
  embed: Embedder['embedTexts'],
  signal: AbortSignal,
): Promise<number[]> {
  const texts = pieces.slice(0, MOST_EMBEDDED).map(({ text }) => text.slice(0, LONGEST_EMBEDDED));
  const [asked, ...vectors] = await embed([question, ...texts], signal);
  return vectors.map((vector) =>
    vector.reduce((sum, value, i) => sum + value * (asked?.[i] ?? 0), 0),
  );
}

/** Sentences by how much of the question they have, in words and in meaning, best first. */
function score(
  pieces: readonly Piece[],
  words: readonly QuestionWord[],
  near: readonly number[],
  numbers: ReadonlySet<string>,
): Scored[] {
  const weights = wordWeights(words, pieces);
  const share = near.length === 0 ? 1 : 0.6;
  const relevance = (piece: Piece, i: number) =>
    0.15 + share * coverage(piece, weights) + Math.max(0, near[i] ?? 0);
  return pieces
    .map((piece, i) => {
      const same = [...numbersIn(piece.text)].filter((number) => numbers.has(number)).length;
      return { ...piece, score: piece.prior * relevance(piece, i) * SAME_NUMBER ** same };
    })
    .sort((a, b) => b.score - a.score || a.passage.n - b.passage.n || a.position - b.position);
}

/** Branch 3 is not what was asked about branch 4. */
function numbersIn(text: string): Set<string> {
  return new Set(text.match(/(?<![\p{L}\p{N}.,])\d+(?![\p{L}\p{N}])/gu));
}

/** Words that few pieces have tell more: ln(1 + N / n). */
function wordWeights(
  words: readonly QuestionWord[],
  pieces: readonly Piece[],
): Map<QuestionWord, number> {
  return new Map(
    words.map((word) => {
      const n = pieces.filter(({ found }) => found.has(word)).length;
      return [word, n === 0 ? 0 : Math.log(1 + pieces.length / n)];
    }),
  );
}

function coverage({ found }: Piece, weights: ReadonlyMap<QuestionWord, number>): number {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const has = [...found].reduce((sum, word) => sum + (weights.get(word) ?? 0), 0);
  return total === 0 ? 0 : has / total;
}
