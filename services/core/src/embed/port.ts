import type { Fingerprint } from '../contract/corpus.ts';

/** The parts of a fingerprint that the embedder decides. */
export type EmbedderIdentity = Pick<
  Fingerprint,
  'model' | 'weights' | 'dimension' | 'precision' | 'pooling' | 'maxTokens' | 'tokenCounter'
>;

/** Turns token ids into unit vectors. The implementation runs in a worker, batches and sorts. */
export interface Embedder {
  readonly identity: EmbedderIdentity;
  /**
   * One unit vector of 384 floats for each input, in the order given. Inputs are token ids with the
   * special tokens, at most 256. Calls that overlap share batches.
   */
  embedTokens(inputs: readonly Int32Array[], signal?: AbortSignal): Promise<Float32Array[]>;
  /** One unit vector for each text, such as a question's wordings; served before queued documents. */
  embedTexts(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
  /** The same for single words, whose vectors are kept: the same words come again and again. */
  embedWords(words: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
  stats(): { texts: number; realTokens: number; paddedTokens: number; milliseconds: number };
  close(): Promise<void>;
}

/** Why there is no embedder, for `/ready` and `status`. */
export interface EmbedderAbsence {
  reason: string;
  hint: string;
}
