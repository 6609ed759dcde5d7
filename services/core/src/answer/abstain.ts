import type { Language } from '../lexical/port.ts';
import type { Evidence } from '../retrieve/evidence.ts';

/**
 * Logistic regression over 356 questions on six corpora in English and Spanish (two of them in
 * bench/eval), of 4 to 7,500 chunks: is there a passage with the answer among those found? Each corpus judged by the fit to the other
 * five: AUC 0.86, with the share of the question's own words in place of `together` 0.82.
 */
const WEIGHT = { cosine: 1, background: -1.25, together: 1.5 };

/**
 * Of those questions, all answerable ones in the documents' words are above the bar, 56 % of those in
 * words of their own, 45 % of unanswerable ones near the corpus and 10 % far from it. A language model
 * reads the passages and says itself when they do not answer, so its bar is lower (100, 73, 60, 21 %).
 */
const HYBRID = { extractive: 1.17, model: 1.07 };

/** Without vectors only words tell; the same questions: 95, 13, 28 and 0 %. */
const LEXICAL = 0.5;

/**
 * The embedding model knows English: to it all of a Spanish corpus is near. There words answer, too: of 38
 * answerable questions in Spanish on six corpora 31 pass instead of 28, of 17 unanswerable ones as many, 5.
 */
const BY_WORDS: Language = 'es';

/**
 * Whether the corpus leaves the question open, by the evidence of the passages found. With vectors: no
 * passage is nearer in meaning than just anything is, or the question's rare words and words like them
 * are missing. Without: too few of the rare words in one passage.
 * @param language of the question
 */
export function abstains(
  { dense, exact, together }: Evidence,
  writer: 'extractive' | 'model',
  language: Language | null,
): boolean {
  if (dense === null) return exact < LEXICAL;
  if (language === BY_WORDS && exact >= LEXICAL) return false;
  const score =
    WEIGHT.cosine * dense.cosine +
    WEIGHT.background * dense.background +
    WEIGHT.together * together;
  return score < HYBRID[writer];
}
