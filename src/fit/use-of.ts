import type { CacheType, ModelUse } from './model-use.ts';

/**
 * How Ollama is going to use a model. One request at a time and a cache of 16 bits are its defaults.
 * @param env variables of Ollama that the configuration sets
 */
export function useOf(
  contextTokens: number,
  env: Readonly<Record<string, string | undefined>> = {},
): ModelUse {
  const parallel = Number(env.OLLAMA_NUM_PARALLEL);
  const cacheType = env.OLLAMA_KV_CACHE_TYPE;
  return {
    contextTokens,
    parallel: Number.isInteger(parallel) && parallel > 0 ? parallel : 1,
    cacheType: isCacheType(cacheType) ? cacheType : 'f16',
  };
}

function isCacheType(text: string | undefined): text is CacheType {
  return text === 'f16' || text === 'q8_0' || text === 'q4_0';
}
