import type { Evidence } from '../retrieve/evidence.ts';

/**
 * Weights of the evidence, fitted by logistic regression to 276 questions over four corpora in English
 * and Spanish (bench/eval), a third of them without an answer, each corpus judged by the fit to the
 * other three. The thresholds are a little on the side of refusing.
 */
const HYBRID = { cosine: 1, background: -0.46, coverage: 0.31, together: 0.24, least: 0.49 };
const LEXICAL = { least: 0.5 };

/**
 * Whether the corpus leaves the question open, by the evidence of the passages found. With vectors: a
 * passage near in meaning, nearer than just anything is, that has the question's rare words too, or
 * much of one and little of the other. Without: enough of the rare words in one passage.
 */
export function abstains({ dense, coverage, together }: Evidence): boolean {
  if (dense === null) return coverage < LEXICAL.least;
  const score =
    HYBRID.cosine * dense.cosine +
    HYBRID.background * dense.background +
    HYBRID.coverage * dense.coverage +
    HYBRID.together * together;
  return score < HYBRID.least;
}
