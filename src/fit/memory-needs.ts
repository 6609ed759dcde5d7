import { computeBytes } from './compute-bytes.ts';
import { kvCacheBytes } from './kv-cache-bytes.ts';
import type { ModelShape } from './model-shape.ts';
import type { ModelUse } from './model-use.ts';

/** Bytes that a model takes while it is loaded. */
export interface MemoryNeeds {
  weights: number;
  cache: number;
  compute: number;
  total: number;
  /** Layers that can be placed one by one, the output's included, as Ollama counts them. */
  layers: number;
}

/**
 * Memory of a model: its weights, which are about its file, the keys and values of the context, and the
 * buffer of the computation.
 * @param weights bytes of its file
 */
export function memoryNeeds(weights: number, shape: ModelShape, use: ModelUse): MemoryNeeds {
  const cache = kvCacheBytes(shape, use);
  const compute = computeBytes(shape, use);
  return { weights, cache, compute, total: weights + cache + compute, layers: shape.layers + 1 };
}
