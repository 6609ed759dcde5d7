import type { OllamaServer } from './ollama.ts';

/** A client that is loaded at its first call: most commands ask no Ollama. */
export function lazyOllama(load: () => Promise<OllamaServer>): OllamaServer {
  let loading: Promise<OllamaServer> | undefined;
  const client = () => {
    loading ??= load();
    return loading;
  };
  return {
    version: async (signal) => (await client()).version(signal),
    models: async (signal) => (await client()).models(signal),
    show: async (model, signal) => (await client()).show(model, signal),
    running: async (signal) => (await client()).running(signal),
    pull: async (model, onProgress, signal) => (await client()).pull(model, onProgress, signal),
    remove: async (model, signal) => (await client()).remove(model, signal),
    generate: async (input, signal) => (await client()).generate(input, signal),
  };
}
