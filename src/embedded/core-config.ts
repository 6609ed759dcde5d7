import { availableParallelism } from 'node:os';
import type { Paths } from '../config/paths.ts';
import type { ResolvedConfig } from '../config/schema.ts';
import { webOrigins } from '../stack/web-origins.ts';
import type { CoreConfig } from './services.ts';

export interface CoreConfigInput {
  config: ResolvedConfig;
  paths: Paths;
  version: string;
  projectId: string;
  token: string;
  /** Random id of the process that will serve. */
  instance: string;
}

/** What the backends of an embedded runtime are told. */
export function coreConfig(input: CoreConfigInput): CoreConfig {
  const { config, paths, version, projectId, token, instance } = input;
  const { generator, weights, limits } = config;
  return {
    project: config.project,
    projectId,
    instance,
    version,
    dataFolder: paths.project.store,
    weights: {
      ...(weights.folder === undefined ? {} : { folder: weights.folder }),
      cache: paths.weights,
      hub: config.hub,
      offline: weights.offline,
      outbound: config.outbound,
    },
    collection: config.corpus.collection,
    chunk: config.corpus.chunk,
    language: config.corpus.language,
    generator: {
      kind: generator.kind,
      ...(generator.url === undefined ? {} : { url: generator.url }),
      ...(generator.key === undefined ? {} : { key: generator.key }),
      ...(config.tls.ca === undefined ? {} : { ca: config.tls.ca }),
      ollama: config.ollama,
      model: config.model,
      keepAlive: config.keepAlive,
      contextTokens: generator.contextTokens,
      answerTokens: generator.answerTokens,
      gguf: {
        folder: paths.models,
        runtime: paths.llama,
        ...(generator.gguf === undefined ? {} : { model: generator.gguf }),
        threads: availableParallelism(),
      },
    },
    token,
    hosts: config.hosts,
    origins: webOrigins(config),
    limits: {
      deadline: limits.deadline,
      documentBytes: limits.document,
      jsonBytes: limits.body,
      concurrency: limits.concurrency,
    },
    threads: availableParallelism(),
  };
}
