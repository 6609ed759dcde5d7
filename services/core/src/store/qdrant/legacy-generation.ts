import { z } from 'zod';
import type { Fingerprint } from '../../contract/corpus.ts';
import type { Candidate, Generation, GenerationStore } from '../port.ts';
import { refuseLegacy } from '../refuse-legacy.ts';
import type { Qdrant } from './qdrant.ts';

/**
 * A collection as langchain makes it: one unnamed vector, the text in `page_content`, `metadata` beside it.
 * It is answered from by its vectors; nothing is written to it.
 */
export function createLegacyGeneration(qdrant: Qdrant, info: Generation): GenerationStore {
  const { physical, fingerprint } = info;
  const readOnly = async (): Promise<never> => {
    refuseLegacy(info);
    throw new Error(`${physical} is not legacy`);
  };
  return {
    info,
    commit: readOnly,
    remove: readOnly,

    async candidates({ dense, limit, signal }) {
      if (!dense || dense.length !== fingerprint.dimension) return { dense: [], lexical: [] };
      const { points } = await qdrant.read(
        `searching ${physical}`,
        (client) => client.query(physical, { query: Array.from(dense), limit, with_payload: true }),
        signal,
      );
      const found = points.map((point) => toCandidate(physical, point));
      return {
        dense: found.sort((a, b) => b.score - a.score || (a.chunk.id < b.chunk.id ? -1 : 1)),
        lexical: [],
      };
    },

    // It has chunks alone: no records, no texts, no terms, no fields that gecko knows.
    documents: async () => ({ documents: [], next: null }),
    records: async () => [],
    document: async () => null,
    read: async () => null,
    chunks: async () => [],
    stored: async () => null,
    termStatistics: async (terms) => ({
      chunks: await count(),
      frequencies: new Map(terms.map((term) => [term, 0])),
    }),
    stats: async () => ({ documents: 0, chunks: await count(), bytes: null }),
    fields: async () => [],
    values: async () => [],
  };

  async function count(): Promise<number> {
    const answer = await qdrant.read(`counting ${physical}`, (client) =>
      client.count(physical, { exact: true }),
    );
    return answer.count;
  }
}

/** Null where the collection has no unnamed cosine vector, and so cannot be asked. */
export function legacyInfo(name: string, vectors: unknown): Generation | null {
  const unnamed = z.object({ size: z.int(), distance: z.literal('Cosine') }).safeParse(vectors);
  if (!unnamed.success) return null;
  return {
    collection: name,
    generation: 0,
    physical: name,
    fingerprint: legacyFingerprint(unnamed.data.size),
    state: 'live',
    legacy: true,
  };
}

/** Weights null beside a model: nobody knows what made the vectors, only how long they are. */
function legacyFingerprint(dimension: number): Fingerprint {
  return {
    model: 'unknown',
    weights: null,
    dimension,
    precision: null,
    pooling: null,
    maxTokens: 0,
    chunk: { tokens: 0, overlap: 0 },
    headingPrefix: false,
    tokenCounter: 'unknown',
    lexical: 'none',
    language: 'auto',
    schemaVersion: 0,
  };
}

const Payload = z.object({
  page_content: z.string().default(''),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});

function toCandidate(
  collection: string,
  { id, score, payload }: { id: string | number; score: number; payload?: unknown },
): Candidate {
  const { page_content: text, metadata } = Payload.parse(payload ?? {});
  const strings = Object.entries(metadata ?? {}).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
  const source = strings.find(([key]) => key === 'source')?.[1] ?? String(id);
  const page = z.int().safeParse(metadata?.page);
  return {
    chunk: {
      id: String(id),
      documentId: source,
      ordinal: 0,
      text,
      headings: [],
      page: page.success ? page.data : null,
      line: null,
      span: [0, text.length],
    },
    document: {
      id: source,
      source: collection,
      path: source,
      title: source.split('/').at(-1) ?? source,
      mediaType: 'text/plain',
      language: null,
      metadata: Object.fromEntries(strings),
    },
    score,
  };
}
