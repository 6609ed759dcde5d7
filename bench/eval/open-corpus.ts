import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { systemClock } from '@gecko/core/clock';
import type { CoreConfig } from '@gecko/core/config';
import type { Core } from '@gecko/core/core';
import { PARSER_VERSION } from '@gecko/core/documents/parse';
import { prepare, rechunk } from '@gecko/core/documents/prepare';
import { openEmbedder } from '@gecko/core/embed/embedder';
import { loadTokenizer } from '@gecko/core/embed/tokenizer';
import { createExtractiveGenerator } from '@gecko/core/generate/extractive';
import { createIngest } from '@gecko/core/ingest/ingest';
import { openLanceStore } from '@gecko/core/store/lance/lance-store';

export interface CorpusOptions {
  /** Folder of documents. */
  folder: string;
  /** Folder of the store; kept documents are not embedded again. */
  data: string;
  /** Folder of the embedding weights. */
  weights: string;
}

/** The product's own store, parser, chunker and embedder over a folder, in one process. */
export async function openCorpus({
  folder,
  data,
  weights,
}: CorpusOptions): Promise<Core & { close(): Promise<void> }> {
  const signal = new AbortController().signal;
  const log = () => {};
  const clock = systemClock;
  const embedder = await openEmbedder({
    config: { folder: weights, cache: data, hub: 'http://127.0.0.1:9', offline: true },
    wanted: null,
    threads: 2,
    signal,
    log,
    clock,
  });
  if ('reason' in embedder) throw new Error(`${embedder.reason}; ${embedder.hint}`);
  const store = await openLanceStore({ folder: data, clock, log });
  const preparation = {
    tokenizer: await loadTokenizer(embedder.tokenizerFile),
    language: 'auto',
  } as const;
  const core: Core = {
    config: evaluationConfig(data),
    clock,
    log,
    store,
    embedder,
    preparer: {
      parserVersion: PARSER_VERSION,
      prepare: async (input, settings) => prepare(input, settings, preparation),
      rechunk: async (stored, settings) => rechunk(stored, settings, preparation),
      close: async () => {},
    },
    generator: async () => createExtractiveGenerator('evaluation', embedder.embedTexts),
    models: async () => [],
  };
  await ingestFolder(core, folder, signal);
  return {
    ...core,
    async close() {
      await embedder.close();
      await store.close();
    },
  };
}

async function ingestFolder(core: Core, folder: string, signal: AbortSignal): Promise<void> {
  const ingest = createIngest(core);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  // A few at once, so that their chunks share batches and commits.
  for (let start = 0; start < files.length; start += 16) {
    await Promise.all(
      files.slice(start, start + 16).map((file) =>
        ingest.put({
          collection: core.config.collection,
          source: basename(folder),
          path: relative(folder, file),
          bytes: new Uint8Array(readFileSync(file)),
          signal,
        }),
      ),
    );
  }
}

function evaluationConfig(data: string): CoreConfig {
  return {
    project: 'evaluation',
    projectId: '00000000-0000-4000-8000-000000000000',
    instance: 'evaluation',
    version: '0.0.0',
    dataFolder: data,
    weights: { cache: data, hub: 'http://127.0.0.1:9', offline: true },
    collection: 'evaluation',
    chunk: { tokens: 200, overlap: 32 },
    language: 'auto',
    generator: {
      kind: 'extractive',
      ollama: [],
      model: 'none',
      keepAlive: '5m',
      contextTokens: 4096,
      answerTokens: 512,
      gguf: { folder: '/nowhere', runtime: '/nowhere', threads: 1 },
    },
    token: 'evaluation',
    hosts: [],
    origins: [],
    limits: { deadline: 60_000, documentBytes: 50_000_000, jsonBytes: 100_000, concurrency: 1 },
    threads: 2,
  };
}
