import type { Cause } from './cause.ts';

/** What Ollama's log says of cards, since its last start. */
export interface OllamaLog {
  /** Cards that it found at its start; empty: it found none. Null where the log does not reach back. */
  cards: readonly FoundCard[] | null;
  /** Of the last model that was loaded; null where nothing tells. */
  layers: { onCard: number; all: number } | null;
  /** Bytes of its weights; null where nothing tells. */
  weights: { onCard: number; inMemory: number } | null;
  /** Lines that say what is wrong, the last ones last. */
  complaints: readonly { cause: Cause; line: string }[];
}

export interface FoundCard {
  /** `CUDA`, `ROCm`, `Vulkan`, … as it spells them. */
  library: string;
  /** Of the card; empty where it is not told. */
  name: string;
  /** Bytes; null where not told. */
  total: number | null;
  available: number | null;
}
