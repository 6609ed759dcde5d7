export type Language = 'en' | 'es';

/** One word of a text as the analyser sees it. */
export interface Analyzed {
  /** Every term to index: folded surface forms and stems, in one term space, with repetitions. */
  terms: string[];
  language: Language | null;
}
