import { systemClock } from '@gecko/core/clock';
import type { CoreConfig } from '@gecko/core/config';
import { ServiceError } from '@gecko/core/contract/errors';
import type { Core } from '@gecko/core/core';
import { PARSER_VERSION } from '@gecko/core/documents/parse';
import type { DocumentPreparer } from '@gecko/core/documents/port';
import { prepare, rechunk } from '@gecko/core/documents/prepare';
import type { Embedder } from '@gecko/core/embed/port';
import type { Tokenizer } from '@gecko/core/embed/tokenizer';
import { createExtractiveGenerator } from '@gecko/core/generate/extractive';
import { createBudget } from '@gecko/core/ingest/budget';
import { createIngest } from '@gecko/core/ingest/ingest';
import { queryTerms } from '@gecko/core/lexical/analyse';
import type { OpenedCore } from '@gecko/core/open-core';
import { createMemoryStore } from './memory-store.ts';

/** Large enough that few words share a place. */
const DIMENSION = 4_096;

/** Words as tokens, a hash of each as its id. */
const wordTokenizer: Tokenizer = {
  id: 'words',
  count: (text) => text.split(/\s+/).filter(Boolean).length,
  encode: (text) => Int32Array.from(queryTerms(text).slice(0, 254), hash),
};

/** A bag of hashed words as a unit vector: texts that share words are near. */
export const fakeEmbedder: Embedder = {
  identity: {
    model: 'bag-of-words',
    weights: 'f'.repeat(64),
    dimension: DIMENSION,
    precision: 'int8',
    pooling: 'mean',
    maxTokens: 256,
    tokenCounter: 'words',
  },
  embedTokens: async (inputs) => inputs.map(bag),
  embedTexts: async (texts) => texts.map(bagOfText),
  embedWords: async (words) => words.map(bagOfText),
  stats: () => ({ texts: 0, realTokens: 0, paddedTokens: 0, milliseconds: 0 }),
  close: async () => {},
};

/** The real parsers and chunker, in process. */
const preparer: DocumentPreparer = {
  parserVersion: PARSER_VERSION,
  async prepare(input, settings, signal) {
    signal?.throwIfAborted();
    return prepare(input, settings, { tokenizer: wordTokenizer, language: 'auto' });
  },
  rechunk: async (stored, settings) =>
    rechunk(stored, settings, { tokenizer: wordTokenizer, language: 'auto' }),
  close: async () => {},
};

export const fakeConfig: CoreConfig = {
  project: 'test',
  projectId: '00000000-0000-4000-8000-000000000000',
  instance: 'instance-1',
  version: '0.0.0',
  dataFolder: '/nowhere',
  weights: { cache: '/nowhere', hub: 'http://127.0.0.1:9', offline: true },
  collection: 'corpus_gecko3',
  chunk: { tokens: 200, overlap: 20 },
  language: 'auto',
  generator: {
    kind: 'extractive',
    ollama: [],
    model: 'llama3',
    keepAlive: '5m',
    contextTokens: 4096,
    answerTokens: 512,
    gguf: { folder: '/nowhere', runtime: '/nowhere', threads: 1 },
  },
  token: 'secret-token',
  hosts: ['gecko.example'],
  origins: ['http://127.0.0.1:8081'],
  limits: { deadline: 60_000, documentBytes: 1_000_000, jsonBytes: 100_000, concurrency: 2 },
  threads: 1,
};

/** A whole core without files, ports or a model: real parsers, analyser and pipeline. */
export function createFakeCore(overrides: Partial<Core> = {}): OpenedCore {
  const core: Core = {
    config: fakeConfig,
    clock: systemClock,
    log: () => {},
    store: createMemoryStore(),
    preparer,
    embedder: fakeEmbedder,
    generator: async (model) => {
      const generator = createExtractiveGenerator('test', null);
      if (model === undefined) return generator;
      throw new ServiceError('MODEL_UNKNOWN', `there is no language model ${model} here`);
    },
    models: async () => [],
    ...overrides,
  };
  return {
    ...core,
    ingest: createIngest(core),
    turns: createBudget(core.config.limits.concurrency),
    close: async () => {},
  };
}

/** A generator that fails as a server would that is not there. */
export const brokenGenerator: Core['generator'] = async () => ({
  info: { kind: 'ollama', model: 'llama3', reason: 'test' },
  quotes: false,
  // biome-ignore lint/correctness/useYield: it fails before the first piece
  async *generate() {
    throw new ServiceError('GENERATOR_UNREACHABLE', 'Ollama gave no answer', 'ollama serve');
  },
  check: async () => ({ ok: false, detail: 'Ollama does not answer' }),
});

function bag(tokens: Int32Array): Float32Array {
  const vector = new Float32Array(DIMENSION);
  for (const token of tokens) vector[token % DIMENSION] = (vector[token % DIMENSION] ?? 0) + 1;
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

function bagOfText(text: string): Float32Array {
  return bag(wordTokenizer.encode(text) ?? new Int32Array());
}

function hash(word: string): number {
  let value = 7;
  for (const letter of word) value = (value * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return value;
}
