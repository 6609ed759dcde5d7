import type { Fusion } from '../contract/retrieval-mode.ts';
import type { Candidate, Candidates } from '../store/port.ts';

export interface Fused extends Pick<Candidate, 'chunk' | 'document'> {
  /** 0 to 1. */
  score: number;
  /** Cosine similarity, null where the dense list does not have it. */
  dense: number | null;
  /** BM25, null where the lexical list does not have it. */
  lexical: number | null;
}

export interface FuseOptions {
  method: Fusion;
  /** Weight of the dense score in the convex combination, 0 to 1. */
  alpha: number;
  /** Constant of reciprocal rank fusion. */
  k: number;
  limit: number;
}

/**
 * One ranking from two lists, the same for every store; equal scores are ordered by chunk id.
 *
 * `convex`: alpha × dense + (1 − alpha) × lexical (Bruch, Gai and Ingber 2023, "An Analysis of Fusion
 * Functions for Hybrid Retrieval"). BM25 is divided by the list's best, its least being 0. A cosine
 * stays as it is, so that the score of a list without anything near stays low, and below 0 counts as
 * 0: nobody answers a question with its opposite. A candidate missing from a list counts with the least score that the list gave, since a full list
 * says no more than "at most this", and with 0 where the list was not full.
 *
 * `rrf`: the sum of 1 / (k + rank), ranks from 1, over its value for the first rank in every list
 * (Cormack, Clarke and Büttcher 2009).
 */
export function fuse(candidates: Candidates, options: FuseOptions): Fused[] {
  const lists = [candidates.dense, candidates.lexical] as const;
  const scored =
    options.method === 'convex' ? convex(lists, options) : reciprocalRank(lists, options);
  return [...scored.values()]
    .sort((a, b) => b.score - a.score || (a.chunk.id < b.chunk.id ? -1 : 1))
    .slice(0, options.limit);
}

type Lists = readonly [dense: readonly Candidate[], lexical: readonly Candidate[]];

function convex(lists: Lists, { alpha, limit }: FuseOptions): Map<string, Fused> {
  const [dense, lexical] = lists;
  const weights = dense.length === 0 ? [0, 1] : lexical.length === 0 ? [1, 0] : [alpha, 1 - alpha];
  const [denseWeight = 0, lexicalWeight = 0] = weights;
  const best = Math.max(0, ...lexical.map(({ score }) => score));
  const ofDense = (cosine: number) => Math.max(0, cosine);
  const ofLexical = (bm25: number) => (best > 0 ? bm25 / best : 0);
  const least = (list: readonly Candidate[]) =>
    list.length < limit ? 0 : (list.at(-1)?.score ?? 0);
  const fused = merge(lists);
  for (const one of fused.values()) {
    one.score =
      denseWeight * ofDense(one.dense ?? least(dense)) +
      lexicalWeight * ofLexical(one.lexical ?? least(lexical));
  }
  return fused;
}

function reciprocalRank(lists: Lists, { k }: FuseOptions): Map<string, Fused> {
  const fused = merge(lists);
  const most = lists.filter((list) => list.length > 0).length / (k + 1);
  for (const list of lists) {
    list.forEach(({ chunk }, i) => {
      const one = fused.get(chunk.id);
      if (one) one.score += 1 / (k + i + 1) / most;
    });
  }
  return fused;
}

function merge([dense, lexical]: Lists): Map<string, Fused> {
  const fused = new Map<string, Fused>();
  for (const { chunk, document, score } of dense) {
    fused.set(chunk.id, { chunk, document, score: 0, dense: score, lexical: null });
  }
  for (const { chunk, document, score } of lexical) {
    const known = fused.get(chunk.id);
    if (known) known.lexical = score;
    else fused.set(chunk.id, { chunk, document, score: 0, dense: null, lexical: score });
  }
  return fused;
}
