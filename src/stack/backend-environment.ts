import type { ConfigValues } from '../config/schema.ts';
import { allowedHosts } from './allowed-hosts.ts';
import type { Owner } from './labels.ts';
import { CONFIG_FOLDER, type ServiceSpec } from './service-spec.ts';
import { webOrigins } from './web-origins.ts';

export interface BackendEnvironmentInput {
  config: ConfigValues;
  owner: Pick<Owner, 'project' | 'projectId'>;
  service: Pick<ServiceSpec, 'name' | 'oldNames'>;
}

/** Where a backend finds Ollama, or the door that stands in for it, as in its spec. */
const ollama = 'http://ollama:11434';

/**
 * What a backend in a container is told beside what its spec says; services/core/src/server/server-variables.ts reads it. An
 * OpenAI-compatible server is asked through the door, with the path of its own address.
 */
export function backendEnvironment(input: BackendEnvironmentInput): Record<string, string> {
  const { config, owner, service } = input;
  const { generator, corpus, limits } = config;
  const { url } = generator;
  return {
    GECKO_PROJECT: owner.project,
    GECKO_PROJECT_ID: owner.projectId,
    GECKO_MODEL: config.model,
    GECKO_KEEP_ALIVE: config.keepAlive,
    // A model in process is for the embedded runtime.
    GECKO_GENERATOR_KIND: generator.kind === 'gguf' ? 'auto' : generator.kind,
    ...(generator.kind === 'openai' && url !== undefined
      ? { GECKO_GENERATOR_URL: `${ollama}${new URL(url).pathname}` }
      : {}),
    ...(generator.key === undefined
      ? {}
      : { GECKO_GENERATOR_KEY_FILE: `${CONFIG_FOLDER}/generator-key` }),
    GECKO_GENERATOR_CONTEXT_TOKENS: String(generator.contextTokens),
    GECKO_GENERATOR_ANSWER_TOKENS: String(generator.answerTokens),
    GECKO_CORPUS_COLLECTION: corpus.collection,
    GECKO_CORPUS_LANGUAGE: corpus.language,
    GECKO_CORPUS_CHUNK_TOKENS: String(corpus.chunk.tokens),
    GECKO_CORPUS_CHUNK_OVERLAP: String(corpus.chunk.overlap),
    // Not the replicas' names: scaling would change every replica.
    GECKO_HOSTS: [...allowedHosts(config), service.name, ...service.oldNames].join(','),
    GECKO_WEB_ORIGINS: webOrigins(config).join(','),
    GECKO_LIMITS_DEADLINE: String(limits.deadline),
    GECKO_LIMITS_BODY: String(limits.body),
    GECKO_LIMITS_DOCUMENT: String(limits.document),
    GECKO_LIMITS_CONCURRENCY: String(limits.concurrency),
  };
}
