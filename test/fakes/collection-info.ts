import type { CollectionInfo } from '@gecko/core/contract/corpus';

/** A collection as a backend tells of it, all well. */
export function collectionOf(changes: Partial<CollectionInfo> = {}): CollectionInfo {
  return {
    name: 'corpus_gecko3',
    generation: 1,
    physical: 'corpus_gecko3__g1',
    previous: null,
    documents: 2,
    chunks: 5,
    bytes: null,
    fingerprint: {
      model: 'all-MiniLM-L6-v2',
      weights: 'ab',
      dimension: 384,
      precision: 'int8',
      pooling: 'mean',
      maxTokens: 256,
      chunk: { tokens: 200, overlap: 20 },
      headingPrefix: true,
      tokenCounter: 'minilm',
      lexical: '1',
      language: 'auto',
      schemaVersion: 1,
    },
    mode: 'hybrid',
    warning: null,
    ...changes,
  };
}
