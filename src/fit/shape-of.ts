import type { ModelShape } from './model-shape.ts';

/** Of most models that have come since 2024; smaller ones have less, which errs upwards. */
const USUAL_VOCABULARY = 152_000;

/**
 * The shape by a GGUF file's metadata, as Ollama's /api/show gives it in `model_info`; null where what the
 * memory follows from is missing. Keys and defaults as in the GGUF specification (ggml/docs/gguf.md) and
 * Ollama's fs/ggml/ggml.go: heads for keys and values are as many as heads, and the length of a head is the
 * embedding's over the heads, where nothing else is said.
 */
export function shapeOf(metadata: Readonly<Record<string, unknown>>): ModelShape | null {
  const architecture = metadata['general.architecture'];
  if (typeof architecture !== 'string') return null;
  const of = (key: string) => metadata[`${architecture}.${key}`];
  const layers = positive(of('block_count'));
  const heads = largest(of('attention.head_count'));
  const embedding = positive(of('embedding_length'));
  if (layers === null || heads === null || embedding === null) return null;
  const headLength = embedding / heads;
  return {
    architecture,
    layers,
    heads,
    kvHeads: counts(of('attention.head_count_kv')) ?? heads,
    embedding,
    keyLength: positive(of('attention.key_length')) ?? headLength,
    valueLength: positive(of('attention.value_length')) ?? headLength,
    vocabulary: positive(of('vocab_size')) ?? USUAL_VOCABULARY,
    contextTokens: positive(of('context_length')) ?? 0,
    window: positive(of('attention.sliding_window')),
  };
}

function positive(value: unknown): number | null {
  return typeof value === 'number' && value > 0 ? value : null;
}

function counts(value: unknown): number | readonly number[] | null {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'number')
    ? value
    : positive(value);
}

function largest(value: unknown): number | null {
  const found = counts(value);
  return found === null || typeof found === 'number' ? found : positive(Math.max(...found));
}
