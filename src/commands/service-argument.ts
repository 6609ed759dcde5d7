import type { ArgumentSpec } from './spec.ts';

/** Services of the docker runtime, by today's or the old names. */
export const serviceArgument: ArgumentSpec = {
  name: 'service',
  summary: 'web, qdrant, ollama, rag or qa; all without it',
  variadic: true,
  suggestions: ['web', 'qdrant', 'ollama', 'rag', 'qa'],
};
