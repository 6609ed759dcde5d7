import { availableParallelism } from 'node:os';
import { z } from 'zod';

const text = z.string().min(1);
const list = z.string().transform((value) => value.split(',').filter(Boolean));
const whole = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number);
const url = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });

/**
 * Every environment variable that a backend in a container reads. Those of a key of gecko.yaml are named
 * as the key's own; durations are in milliseconds, sizes in bytes, lists divided by commas. A secret
 * is the path of its file: an environment can be read by whoever may inspect the container.
 */
export const ServerVariables = z.object({
  GECKO_PROJECT: text,
  GECKO_PROJECT_ID: text,
  GECKO_TOKEN_FILE: text,
  QDRANT_HOST: url,
  GECKO_QDRANT_KEY_FILE: text.optional(),
  OLLAMA_HOST: url,
  GECKO_MODEL: text.default('llama3'),
  GECKO_KEEP_ALIVE: text.default('5m'),
  GECKO_GENERATOR_KIND: z.enum(['auto', 'ollama', 'openai', 'extractive']).default('auto'),
  /** Of an OpenAI-compatible server. */
  GECKO_GENERATOR_URL: url.optional(),
  GECKO_GENERATOR_KEY_FILE: text.optional(),
  GECKO_GENERATOR_CONTEXT_TOKENS: whole.default(4096),
  GECKO_GENERATOR_ANSWER_TOKENS: whole.default(512),
  GECKO_CORPUS_COLLECTION: text.default('corpus_gecko3'),
  GECKO_CORPUS_LANGUAGE: z.enum(['auto', 'en', 'es']).default('auto'),
  GECKO_CORPUS_CHUNK_TOKENS: whole.default(200),
  GECKO_CORPUS_CHUNK_OVERLAP: whole.default(32),
  /** Flat, as the hub lays it out, or as gecko's own cache of weights. */
  GECKO_WEIGHTS_FOLDER: text.default('/models'),
  /** Where it listens, if not on the service's own port. */
  GECKO_PORT: whole.optional(),
  /** Names by which it may be asked, besides the loopback names. */
  GECKO_HOSTS: list.default([]),
  GECKO_WEB_ORIGINS: list.default([]),
  GECKO_LIMITS_DEADLINE: whole.default(1_800_000),
  GECKO_LIMITS_BODY: whole.default(1_048_576),
  GECKO_LIMITS_DOCUMENT: whole.default(67_108_864),
  GECKO_LIMITS_CONCURRENCY: whole.default(2),
  /** For inference and parsing; by default those that the container may use. */
  GECKO_THREADS: whole.default(availableParallelism()),
});
export type ServerVariables = z.infer<typeof ServerVariables>;
