import { signal } from '@preact/signals';

/** How uploads stand, for who looks at another view. */
export interface CorpusNews {
  /** Files that are over, of all in the list. */
  done: number;
  total: number;
  failed: number;
  /** Whether nothing goes on until somebody looks. */
  isHalted: boolean;
}

/** Told by the corpus, whose code comes when it is first opened; null where there is nothing new. */
export const corpusNews = signal<CorpusNews | null>(null);
