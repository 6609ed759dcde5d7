import type { Embedder } from '../embed/port.ts';
import { analyse, detectLanguage, type QuestionWord, questionWords } from '../lexical/analyse.ts';
import type { Language } from '../lexical/port.ts';
import { withoutRepeats } from '../lexical/same-words.ts';
import { expectedShape } from './expected-shape.ts';
import type { Generator, Passage } from './port.ts';
import { type Sentence, sentences } from './sentences.ts';

/** Most pieces of an answer. */
const MOST = 3;

/** Most items of a list that follow on the sentence before it. */
const MOST_ITEMS = 8;

/** A further piece must have at least this share of the best one's score. */
const WORTH = 0.6;

/** How fast the rank of its passage takes weight from a piece: of the second it is 1 / (1 + 0.15). */
const RANK = 0.15;

/** A number of the question in a piece, so many times its score. */
const SAME_NUMBER = 2;

/** What a heading says of a sentence below it, by words and in meaning, as a share of what the sentence says itself. */
const HEADED = 0.6;
const HEADED_NEAR = 0.8;

/** Sentences that are embedded, from the best passage on, and the length of each, in characters. */
const MOST_EMBEDDED = 48;
const LONGEST_EMBEDDED = 400;

/** How a sentence begins that cannot stand without the one before it. */
const POINTS_BACK =
  /^(?!IT(?![\p{L}\p{N}]))(this|that|these|those|it|they|he|she|its|their|to do (so|this|that)|in (this|that|these|those) cases?|otherwise|however|also|then|so|therefore|instead|est[aeo]s?|es[aeo]s?|ello|así|entonces|además|también|sin embargo|por (eso|tanto|lo tanto)|en (este|ese|tal) caso)(?![\p{L}\p{N}])/iu;

interface Piece extends Sentence {
  passage: Passage;
  /** How far to trust it, whatever its words. */
  prior: number;
  /** Words of the question: of its own, and of the heading above it. */
  found: ReadonlySet<QuestionWord>;
  above: ReadonlySet<QuestionWord>;
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

/** A reference of the document's own, such as [4], must not pass for a citation; what is code stays. */
function withoutReferences(text: string): string {
  return text.replace(/(`+)[^`]+\1|\[(\d{1,3})\]/g, (found, ticks, n) =>
    ticks ? found : `(${n})`,
  );
}

function render({ kind, text, passage }: Scored): string {
  return kind === 'code'
    ? `    ${text.replaceAll('\n', '\n    ')}\n[${passage.n}]`
    : `${withoutReferences(text)} [${passage.n}]`;
}

/** The best pieces, best first; pieces of the best one's passage follow it in reading order. */
function choose(scored: readonly Scored[]): Scored[] {
  const [best] = scored;
  if (!best) return [];
  const worthy = scored.filter(({ score }) => score >= WORTH * best.score);
  const distinct = withoutRepeats(worthy, ({ text }) => text, MOST);
  return withContext(distinct, scored);
}

/**
 * The best piece is shown with what belongs to it: code with the sentence that introduces it, a sentence that
 * ends in a colon with the code or the list that follows, and prose with what follows in its paragraph where
 * little else is worth to be shown.
 */
function withContext(chosen: Scored[], all: readonly Scored[]): Scored[] {
  const [best] = chosen;
  if (!best) return chosen;
  const own = all
    .filter(({ passage }) => passage.n === best.passage.n)
    .sort((a, b) => a.position - b.position);
  const before = antecedentOf(best, own);
  const run = [...before, best, ...restOf(best, own, MOST - chosen.length - before.length)];
  const context = contextOf(run.at(-1) ?? best, own);
  const others = chosen.filter((one) => !run.includes(one) && !context.includes(one));
  const room = Math.max(0, MOST - run.length - context.length);
  return order([...run, ...context, ...others.slice(0, room)]);
}

function contextOf(piece: Scored, own: readonly Scored[]): Scored[] {
  const [before, after] = [own[piece.position - 1], own[piece.position + 1]];
  if (piece.kind === 'code') return before && before.kind !== 'code' ? [before] : [];
  if (!piece.text.endsWith(':') || !after) return [];
  if (after.kind !== 'item' && after.kind !== 'row') return [after];
  const end = own.findIndex(
    ({ kind, position }) => position > after.position && kind !== after.kind,
  );
  return own.slice(after.position, end < 0 ? undefined : end).slice(0, MOST_ITEMS);
}

/** The sentence before one that speaks of what that has said. */
function antecedentOf(best: Scored, own: readonly Scored[]): Scored[] {
  const before = own[best.position - 1];
  if (before?.block !== best.block || best.kind !== 'prose') return [];
  return POINTS_BACK.test(best.text) ? [before] : [];
}

/** The sentences of its paragraph that follow on the best one. */
function restOf(best: Scored, own: readonly Scored[], most: number): Scored[] {
  if (best.kind !== 'prose' || most <= 0) return [];
  const same = own.filter(({ block }) => block === best.block);
  return same.slice(same.indexOf(best) + 1).slice(0, most);
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
  return sentences(passage.text, passage.source).map((sentence) => {
    const found = wordsIn(sentence.text, words);
    const above = wordsIn(sentence.heading, words);
    const inTitle = words.filter((word) => word.terms.some((term) => title.has(term))).length;
    // A passage's rank stands for what single words do not show: its place in both lists.
    const place = 1 / (1 + RANK * rank) + (0.1 * inTitle) / Math.max(1, words.length);
    return { ...sentence, passage, found, above, prior: place * shape(sentence) * understood };
  });
}

function wordsIn(text: string, words: readonly QuestionWord[]): Set<QuestionWord> {
  const terms = new Set(analyse(text).terms);
  return new Set(words.filter((word) => word.terms.some((term) => terms.has(term))));
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
  const embedded = pieces.slice(0, MOST_EMBEDDED);
  const headings = [...new Set(embedded.map(({ heading }) => heading))].filter(Boolean);
  const texts = [...embedded.map(({ text }) => text), ...headings];
  const [asked, ...vectors] = await embed(
    [question, ...texts.map((text) => text.slice(0, LONGEST_EMBEDDED))],
    signal,
  );
  const near = vectors.map((vector) =>
    vector.reduce((sum, value, i) => sum + value * (asked?.[i] ?? 0), 0),
  );
  const nearHeading = new Map(
    headings.map((heading, i) => [heading, near[embedded.length + i] ?? 0]),
  );
  return embedded.map(({ heading }, i) =>
    Math.max(near[i] ?? 0, HEADED_NEAR * (nearHeading.get(heading) ?? 0)),
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
      const n = pieces.filter(({ found, above }) => found.has(word) || above.has(word)).length;
      return [word, n === 0 ? 0 : Math.log(1 + pieces.length / n)];
    }),
  );
}

function coverage({ found, above }: Piece, weights: ReadonlyMap<QuestionWord, number>): number {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const has = [...weights].reduce((sum, [word, weight]) => {
    const share = found.has(word) ? 1 : above.has(word) ? HEADED : 0;
    return sum + share * weight;
  }, 0);
  return total === 0 ? 0 : has / total;
}
