import type { Clock } from '../../clock.ts';
import type { DocumentRecord } from '../../contract/corpus.ts';
import { checkVectors } from '../check-vectors.ts';
import type { Generation, GenerationStore, StoredDocument } from '../port.ts';
import type { WriterQueue } from '../writer-queue.ts';
import { createCommitter, type Fault } from './committer.ts';
import { anyOf, type Condition, is } from './conditions.ts';
import { createFacets } from './facets.ts';
import { listDocuments, listRecords } from './list-documents.ts';
import { documentsName } from './names.ts';
import { CHUNK_FIELDS, revisionKey, toChunk, toStoredChunk } from './points.ts';
import type { Qdrant } from './qdrant.ts';
import { readKeys, readRecords } from './read-records.ts';
import { scroll } from './scroll.ts';
import { searchCandidates } from './search.ts';
import { untilThawed } from './until-thawed.ts';

export interface GenerationParts {
  qdrant: Qdrant;
  info: () => Generation;
  queue: WriterQueue;
  clock: Clock;
  fault: Fault;
}

/** Ids in one removal. */
const IDS = 500;

/** Parts of a text in one answer; each is up to 1 MiB. */
const TEXT_PAGE = 8;

/** Chunks in one answer, where their vectors come along. */
const VECTOR_PAGE = 256;

/** One generation: its collection of chunks, and that of its documents. */
export function createGeneration(parts: GenerationParts): GenerationStore {
  const { qdrant, info, queue, clock, fault } = parts;
  const { physical, fingerprint } = info();
  const documents = documentsName(physical);
  const commitOne = createCommitter({ qdrant, physical, fingerprint, queue, clock, fault });
  const facets = createFacets(qdrant, documents, clock);

  return {
    get info() {
      return info();
    },

    async commit(group) {
      checkVectors(group, fingerprint);
      const ended = await Promise.allSettled(group.map(commitOne));
      facets.reset();
      const failed = ended.find(({ status }) => status === 'rejected');
      if (failed?.status === 'rejected') throw failed.reason;
    },

    remove: (ids) => queue.run(() => remove(ids)).finally(() => facets.reset()),
    candidates: (query) => searchCandidates(qdrant, physical, query),
    documents: (query) => listDocuments(qdrant, documents, query),
    records: (query = {}) => listRecords(qdrant, documents, query),
    document: async (id) => (await head(id))?.record ?? null,
    read,
    chunks: async (id) =>
      (await ofOneRevision(id, (key) => chunkPoints(key, CHUNK_FIELDS)))?.found
        .map(({ payload }) => toChunk(payload))
        .sort((a, b) => a.ordinal - b.ordinal) ?? [],

    // In the writer's queue, where no commit of this process comes between the record and the chunks.
    stored: (id) => queue.run(() => stored(id)),

    async termStatistics(terms) {
      const [chunks, ...counts] = await Promise.all([
        countChunks([]),
        ...terms.map((term) => countChunks([is('terms', term)])),
      ]);
      return { chunks, frequencies: new Map(terms.map((term, i) => [term, counts[i] ?? 0])) };
    },

    async stats() {
      const [{ count }, chunks] = await Promise.all([
        qdrant.read(`counting ${documents}`, (client) =>
          client.count(documents, { exact: true, filter: { must: [is('kind', 'record')] } }),
        ),
        countChunks([]),
      ]);
      return { documents: count, chunks, bytes: null };
    },

    fields: () => facets.fields(),
    values: (field, limit) => facets.values(field, limit),
  };

  /** Records first; chunks also of documents without one, which an interrupted removal leaves. */
  async function remove(ids: readonly string[]): Promise<number> {
    await untilThawed(qdrant, physical, clock);
    let removed = 0;
    for (let start = 0; start < ids.length; start += IDS) {
      const some = ids.slice(start, start + IDS);
      removed += (await readKeys(qdrant, documents, some)).size;
      const filter = { must: [anyOf('document_id', some)] };
      for (const collection of [documents, physical]) {
        await qdrant.write(`removing from ${collection}`, (client) =>
          client.delete(collection, { wait: true, filter }),
        );
        await fault(collection === documents ? 'record-removed' : 'chunks-removed');
      }
    }
    return removed;
  }

  async function head(id: string) {
    return (await readRecords(qdrant, documents, [id])).get(id);
  }

  async function read(id: string): Promise<{ record: DocumentRecord; text: string } | null> {
    const whole = await ofOneRevision(id, (key) =>
      collect(
        scroll(qdrant, documents, {
          must: [is('kind', 'part'), is('revision_key', key)],
          fields: ['index', 'text'],
          page: TEXT_PAGE,
        }),
      ),
    );
    if (!whole) return null;
    const text = whole.found
      .sort((a, b) => Number(a.payload?.index) - Number(b.payload?.index))
      .map(({ payload }) => String(payload?.text))
      .join('');
    return { record: whole.record, text };
  }

  async function stored(id: string): Promise<StoredDocument | null> {
    const whole = await read(id);
    if (!whole) return null;
    const vectors = fingerprint.model === null ? [] : ['dense'];
    const fields = [...CHUNK_FIELDS, 'lex'];
    const points = await chunkPoints(revisionKey(whole.record), fields, vectors);
    const chunks = points.map((point) => toStoredChunk(point, whole.record.revision));
    return { ...whole, chunks: chunks.sort((a, b) => a.ordinal - b.ordinal) };
  }

  /** What belongs to a document's revision; read again where a commit replaced that meanwhile. */
  async function ofOneRevision<T>(
    id: string,
    readIt: (key: string) => Promise<T>,
  ): Promise<{ record: DocumentRecord; found: T } | null> {
    for (;;) {
      const before = await head(id);
      if (!before) return null;
      const { record, key } = before;
      const found = await readIt(key);
      if ((await readKeys(qdrant, documents, [id])).get(id) === key) return { record, found };
    }
  }

  function chunkPoints(key: string, fields: string[], vectors?: string[]) {
    const must = [is('revision_key', key)];
    return collect(
      scroll(qdrant, physical, {
        must,
        fields,
        ...(vectors ? { vectors, page: VECTOR_PAGE } : {}),
      }),
    );
  }

  async function countChunks(conditions: Condition[]): Promise<number> {
    const filter = { must: [is('live', true), ...conditions] };
    const { count } = await qdrant.read(`counting ${physical}`, (client) =>
      client.count(physical, { exact: true, filter }),
    );
    return count;
  }
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
