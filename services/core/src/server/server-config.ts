import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { CoreConfig } from '../config.ts';
import { ServerVariables } from './server-variables.ts';

declare const GECKO_VERSION: string | undefined;

export interface ServerConfig {
  core: CoreConfig;
  /** Undefined: the service's own. */
  port?: number;
}

/**
 * What a backend in a container is told by its environment.
 * @throws Error that names the variable, or the file of a secret
 */
export function serverConfig(
  environment: Readonly<Record<string, string | undefined>>,
): ServerConfig {
  const variables = read(environment);
  const apiKey = secret(variables.GECKO_QDRANT_KEY_FILE);
  const token = secret(variables.GECKO_TOKEN_FILE);
  // An empty token would let everybody in.
  if (!token || token.length < 32)
    throw new Error(`GECKO_TOKEN_FILE: ${variables.GECKO_TOKEN_FILE} holds no token`);
  const core: CoreConfig = {
    project: variables.GECKO_PROJECT,
    projectId: variables.GECKO_PROJECT_ID,
    instance: randomUUID(),
    version: typeof GECKO_VERSION === 'string' ? GECKO_VERSION : '0.0.0-source',
    dataFolder: join(tmpdir(), 'gecko'),
    store: { kind: 'qdrant', url: variables.QDRANT_HOST, ...(apiKey === null ? {} : { apiKey }) },
    weights: {
      folder: variables.GECKO_WEIGHTS_FOLDER,
      cache: variables.GECKO_WEIGHTS_FOLDER,
      hub: '',
      // A backend has no way out of its network.
      offline: true,
    },
    collection: variables.GECKO_CORPUS_COLLECTION,
    chunk: {
      tokens: variables.GECKO_CORPUS_CHUNK_TOKENS,
      overlap: variables.GECKO_CORPUS_CHUNK_OVERLAP,
    },
    language: variables.GECKO_CORPUS_LANGUAGE,
    generator: generator(variables),
    token,
    hosts: variables.GECKO_HOSTS,
    origins: variables.GECKO_WEB_ORIGINS,
    limits: {
      deadline: variables.GECKO_LIMITS_DEADLINE,
      documentBytes: variables.GECKO_LIMITS_DOCUMENT,
      jsonBytes: variables.GECKO_LIMITS_BODY,
      concurrency: variables.GECKO_LIMITS_CONCURRENCY,
    },
    threads: variables.GECKO_THREADS,
  };
  const { GECKO_PORT: port } = variables;
  return port === undefined ? { core } : { core, port };
}

function read(environment: Readonly<Record<string, string | undefined>>): ServerVariables {
  // Compose writes a variable that is not set as an empty one.
  const given = Object.entries(environment).filter(([, value]) => value !== '');
  const result = ServerVariables.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  throw new Error(z.prettifyError(result.error));
}

function generator(variables: ServerVariables): CoreConfig['generator'] {
  const key = secret(variables.GECKO_GENERATOR_KEY_FILE);
  const { GECKO_GENERATOR_URL: url } = variables;
  return {
    kind: variables.GECKO_GENERATOR_KIND,
    ...(url === undefined ? {} : { url }),
    ...(key === null ? {} : { key }),
    ollama: [variables.OLLAMA_HOST],
    model: variables.GECKO_MODEL,
    keepAlive: variables.GECKO_KEEP_ALIVE,
    contextTokens: variables.GECKO_GENERATOR_CONTEXT_TOKENS,
    answerTokens: variables.GECKO_GENERATOR_ANSWER_TOKENS,
    // Models in process are for the embedded runtime: the image has no program that runs them.
    gguf: { folder: join(tmpdir(), 'gguf'), runtime: join(tmpdir(), 'llama'), threads: 1 },
  };
}

/** @throws the file system's error, which names the path */
function secret(path: string | undefined): string | null {
  return path === undefined ? null : readFileSync(path, 'utf8').trim();
}
