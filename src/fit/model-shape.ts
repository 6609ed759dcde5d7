/** Of a model what its memory and its speed follow from; counts and lengths as in a GGUF file's metadata. */
export interface ModelShape {
  /** `llama`, `qwen2`, `gemma3`, … */
  architecture: string;
  layers: number;
  heads: number;
  /** Of each layer; one number where all have as many. A layer with none keeps no keys and values. */
  kvHeads: number | readonly number[];
  embedding: number;
  /** Of one head. */
  keyLength: number;
  valueLength: number;
  vocabulary: number;
  /** Tokens that it was made for. */
  contextTokens: number;
  /** Tokens that a layer with a sliding window looks back; null: none has one. */
  window: number | null;
}
