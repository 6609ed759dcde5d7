/** How a model is to be used. */
export interface ModelUse {
  /** `num_ctx`, of each request. */
  contextTokens: number;
  /** OLLAMA_NUM_PARALLEL: requests that it answers at the same time, each with a context of its own. */
  parallel: number;
  /** OLLAMA_KV_CACHE_TYPE. */
  cacheType: CacheType;
}

export type CacheType = 'f16' | 'q8_0' | 'q4_0';

/** Tokens of a prompt that are worked on at once: Ollama's default of num_batch. */
export const BATCH = 512;
