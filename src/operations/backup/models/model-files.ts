/** Where Ollama's files lie in a backup, as they do in its own folder of models. */
export const ollamaFiles = {
  manifests: 'ollama/manifests/',
  blob: (sha256: string) => `ollama/blobs/sha256-${sha256}`,
  /** The sum that a blob is named by; null: it is none. */
  sumOf: (path: string) => /^ollama\/blobs\/sha256-([0-9a-f]{64})$/.exec(path)?.[1] ?? null,
} as const;

/** Where models in process lie in a backup, as they do in gecko's own folder of them. */
export const ggufFiles = {
  model: (name: string) => `gguf/${name}.gguf`,
  record: (name: string) => `gguf/${name}.json`,
} as const;
