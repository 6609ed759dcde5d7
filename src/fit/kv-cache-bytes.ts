import type { ModelShape } from './model-shape.ts';
import { BATCH, type CacheType, type ModelUse } from './model-use.ts';

/** Bytes of one number. Source: kvCacheBytesPerElement in Ollama's fs/ggml/ggml.go. */
const bytesOf: Readonly<Record<CacheType, number>> = { f16: 2, q8_0: 1, q4_0: 0.5 };

/** Of Gemma 3 each sixth layer looks at everything; the same source. */
const GEMMA3_PERIOD = 6;

/**
 * Bytes of keys and values that are kept of a full context: context × parallel × (key + value length) ×
 * heads for them × bytes of a number, over all layers. Of Gemma 3 most layers keep their window and a batch
 * only; other models with a window are counted as if they had none, as llama.cpp keeps them.
 * Source: GGML.GraphSize in Ollama's fs/ggml/ggml.go, which mirrors llama.cpp's cache.
 */
export function kvCacheBytes(shape: ModelShape, use: ModelUse): number {
  const { layers, kvHeads, keyLength, valueLength, window, architecture } = shape;
  const { contextTokens, parallel, cacheType } = use;
  const whole = contextTokens * parallel;
  const windowed =
    window === null || architecture !== 'gemma3'
      ? whole
      : Math.min(whole, window * parallel + BATCH);
  const perToken = (keyLength + valueLength) * bytesOf[cacheType];
  let bytes = 0;
  for (let layer = 0; layer < layers; layer += 1) {
    const heads = typeof kvHeads === 'number' ? kvHeads : (kvHeads[layer] ?? 0);
    const tokens = (layer + 1) % GEMMA3_PERIOD === 0 ? whole : windowed;
    bytes += tokens * perToken * heads;
  }
  return bytes;
}
