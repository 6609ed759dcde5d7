/** Messages between the embedder and its inference thread. */
export interface EmbedWorkerData {
  /** Path of the ONNX file. */
  model: string;
  threads: number;
}

export interface EmbedRequest {
  /** rows × columns token ids, padded with 0. */
  ids: BigInt64Array<ArrayBuffer>;
  /** 1 for a real token, 0 for padding. */
  mask: BigInt64Array<ArrayBuffer>;
  rows: number;
  columns: number;
}

export type EmbedAnswer =
  | { type: 'ready' }
  /** rows × 384. */
  | { type: 'vectors'; vectors: Float32Array<ArrayBuffer> }
  | { type: 'error'; message: string };
