import type { Log } from '../log.ts';

/**
 * Bytes that must come within the longest pause of a download: a source that drips less would keep
 * everybody waiting for hours.
 */
export const SIGN_OF_LIFE = 64 * 1024;

/** Two files that work together, verified. */
export interface Weights {
  /** Path of the ONNX file. */
  model: string;
  /** Path of tokenizer.json. */
  tokenizer: string;
  /** Of the ONNX file; part of the fingerprint. */
  sha256: string;
  precision: 'int8' | 'fp32';
  /** Name of the source they came from. */
  source: string;
}

export interface FetchProgress {
  source: string;
  file: string;
  /** Bytes. */
  received: number;
  /** Bytes, null where the source does not say. */
  total: number | null;
}

export interface SourceContext {
  /** Sha256 of the ONNX file that a collection's fingerprint names. */
  wanted: string | null;
  progress: (event: FetchProgress) => void;
  signal: AbortSignal;
  log: Log;
}

/** A place that may have the weights. */
export interface WeightsSource {
  name: string;
  /**
   * @returns the weights, or the reason in words why this source has none
   * @throws only when the signal aborts
   */
  find(context: SourceContext): Promise<Weights | string>;
}
