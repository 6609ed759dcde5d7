/** Routes of Ollama that only read or answer. Everything else (pull, push, create, delete, …) needs the token. */
export const openOllamaRoutes = [
  // Only says that it runs; Ollama's own command line asks it before everything else.
  '/',
  '/api/generate',
  '/api/chat',
  '/api/embed',
  '/api/embeddings',
  '/api/show',
  '/api/tags',
  '/api/ps',
  '/api/version',
  '/v1/chat/completions',
  '/v1/completions',
  '/v1/embeddings',
  '/v1/models',
] as const;
