import type { Evidence } from '../retrieve/evidence.ts';

/** Weights of the evidence; fitted on the question sets of bench/eval. */
const HYBRID = { cosine: 1, coverage: 0.45, together: 0.25, least: 0.78 };
const LEXICAL = { least: 0.62 };

/**
 * Whether the corpus answers the question, by the evidence of the passages found: a passage near in
 * meaning, the question's rare words in one passage, or both in part. Errs towards saying no.
 */
export function abstains({ cosine, coverage, together }: Evidence): boolean {
  if (cosine === null) return coverage < LEXICAL.least;
  const score = HYBRID.cosine * cosine + HYBRID.coverage * coverage + HYBRID.together * together;
  return score < HYBRID.least;
}
