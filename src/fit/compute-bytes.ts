import { kvCacheBytes } from './kv-cache-bytes.ts';
import type { ModelShape } from './model-shape.ts';
import { BATCH, type ModelUse } from './model-use.ts';

/**
 * Bytes of the buffer that the computation of one batch needs, with everything in one place: the larger of
 * what attention and what the table of next words takes, in single precision. Without flash attention, with
 * which it is less: the estimate errs upwards.
 * Source: GGML.GraphSize in Ollama's fs/ggml/ggml.go (`fullOffload`), by architecture; for those that it
 * does not name the cache × heads for each one that is kept ÷ 6, as it has it in llm/memory.go, and never
 * less than the table of words.
 */
export function computeBytes(shape: ModelShape, use: ModelUse): number {
  const { architecture, embedding, heads, kvHeads, keyLength, vocabulary } = shape;
  const context = use.contextTokens * use.parallel;
  const batch = Math.min(use.contextTokens, BATCH);
  const words = 4 * batch * (embedding + vocabulary);
  const attention = context + context * heads;
  switch (architecture) {
    case 'llama':
    case 'llama4':
      return Math.max(words, 4 * batch * (1 + 4 * embedding + attention));
    case 'qwen2':
      return Math.max(words, 4 * batch * (1 + 2 * embedding + attention));
    case 'command-r':
      return Math.max(words, 4 * batch * (2 + 4 * embedding + attention));
    case 'gemma':
    case 'gemma2':
    case 'gemma3':
      return Math.max(words, 4 * batch * (2 + attention + 2 * embedding + 2 * keyLength * heads));
    default: {
      const kept = typeof kvHeads === 'number' ? kvHeads : Math.max(1, ...kvHeads);
      return Math.max(words, ((heads / kept) * kvCacheBytes(shape, use)) / 6);
    }
  }
}
