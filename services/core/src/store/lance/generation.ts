import type { Table } from '@lancedb/lancedb';
import type { Clock } from '../../clock.ts';
import type { DocumentRecord } from '../../contract/corpus.ts';
import type { Log } from '../../log.ts';
import { checkVectors } from '../check-vectors.ts';
import { inOrder, type Place } from '../place.ts';
import type { DocumentQuery, Generation, GenerationStore } from '../port.ts';
import type { WriterQueue } from '../writer-queue.ts';
import { createCommitter, type Fault } from './committer.ts';
import { createFacets } from './facets.ts';
import { createHeads } from './heads.ts';
import { type Hidden, visibleRows } from './hidden.ts';
import type { Lance } from './load.ts';
import { createPlaces } from './places.ts';
import { allOf, isIn, literal, pathCondition } from './predicate.ts';
import { createRemover } from './remover.ts';
import { searchCandidates } from './search.ts';
import { sweepGeneration } from './sweep-generation.ts';
import { CHUNK_COLUMNS, revisionKey, toChunk, toRecord, toStoredChunk } from './tables.ts';
import { createTermCounts } from './term-counts.ts';
import { createUpkeep, type Upkeep } from './upkeep.ts';

export interface LanceGeneration extends GenerationStore {
  upkeep: Upkeep;
  /** @returns number of chunks removed */
  sweep(): Promise<number>;
  close(): void;
}

export interface GenerationParts {
  lance: Lance;
  info: () => Generation;
  chunks: Table;
  documents: Table;
  queue: WriterQueue;
  fault: Fault;
  clock: Clock;
  log: Log;
  bytes: () => Promise<number | null>;
  /** Whether an earlier run may have left something in the tables; a sweep clears it. */
  debris: boolean;
}

/** One generation: its chunk table, its document table and what is in flight between them. */
export function createGeneration(parts: GenerationParts): LanceGeneration {
  const { lance, chunks, documents, queue, fault, log } = parts;
  const hidden: Hidden = { keys: new Set(), epoch: 0, debris: parts.debris };
  const heads = createHeads(documents);
  const shared = { chunks, documents, queue, heads, hidden, fault, log };
  const termCounts = createTermCounts(lance, chunks, hidden);
  const upkeep = createUpkeep({ ...parts, onTermsIndexed: () => termCounts.forget() });
  const commitOne = createCommitter({ ...shared, upkeep });
  const remove = createRemover(shared);
  const facets = createFacets(() => records('part = 0'));
  const places = createPlaces(placesOf);

  return {
    upkeep,
    get info() {
      return parts.info();
    },

    async commit(group) {
      checkVectors(group, parts.info().fingerprint);
      const ended = await Promise.allSettled(group.map(commitOne));
      places.forget();
      const failed = ended.find(({ status }) => status === 'rejected');
      // One that failed may have taken effect.
      if (failed || ended.some((one) => one.status === 'fulfilled' && one.value)) facets.reset();
      else facets.add(group.map(({ record }) => record));
      if (failed?.status === 'rejected') throw failed.reason;
    },

    remove: (ids) =>
      remove(ids).finally(() => {
        places.forget();
        facets.reset();
      }),

    candidates: (query) => searchCandidates(lance, chunks, hidden, queue, query),

    async documents(query) {
      const { limit, cursor } = query;
      const { ids, next } = await places.page(documentCondition(query), limit, cursor);
      return { documents: inOrder(await records(`part = 0 AND ${isIn('id', ids)}`)), next };
    },

    records: async (query = {}) => inOrder(await records(documentCondition(query))),

    async document(id) {
      if ((await heads.of([id])).size === 0) return null;
      return (await records(`part = 0 AND id = ${literal(id)}`))[0] ?? null;
    },

    read,

    async chunks(id) {
      // A commit may replace the revision between the two reads.
      for (;;) {
        const head = (await heads.of([id])).get(id);
        if (!head) return [];
        const rows = await chunkRows([head.key], CHUNK_COLUMNS);
        if ((await heads.of([id])).get(id)?.key !== head.key) continue;
        return rows.map((row) => toChunk(row)).sort((a, b) => a.ordinal - b.ordinal);
      }
    },

    // In the writer's queue, where no commit comes between the record and the chunks.
    stored: (id) =>
      queue.run(async () => {
        const whole = await read(id);
        if (!whole) return null;
        const { record } = whole;
        const dense = parts.info().fingerprint.model === null ? [] : ['dense'];
        const columns = [...CHUNK_COLUMNS, 'lex', ...dense];
        const rows = await chunkRows([revisionKey(id, record.revision)], columns);
        const its = rows.map((row) => toStoredChunk(row, record.revision));
        return { ...whole, chunks: its.sort((a, b) => a.ordinal - b.ordinal) };
      }),

    termStatistics: (terms) => termCounts.count(terms),

    async stats() {
      const [count, all, bytes] = await Promise.all([
        documents.countRows('part = 0'),
        chunks.countRows(visibleRows(hidden)),
        parts.bytes(),
      ]);
      return { documents: count, chunks: all, bytes };
    },

    fields: () => facets.fields(),
    values: (field, limit) => facets.values(field, limit),

    sweep: () =>
      queue.run(async () => {
        const removed = await sweepGeneration(chunks, documents, hidden);
        heads.forget();
        return removed;
      }),

    close() {
      chunks.close();
      documents.close();
    },
  };

  /** One query, so that record and text are of one version of the table. */
  async function read(id: string): Promise<{ record: DocumentRecord; text: string } | null> {
    const rows = await documents
      .query()
      .where(`id = ${literal(id)}`)
      .select(['part', 'text', 'revision_key', 'record'])
      .toArray();
    const first = rows.find(({ part }) => part === 0);
    if (!first) return null;
    const text = rows
      .filter(({ revision_key }) => revision_key === first.revision_key)
      .sort((a, b) => a.part - b.part)
      .map((row) => String(row.text))
      .join('');
    return { record: toRecord(first), text };
  }

  async function chunkRows(keys: string[], columns: string[]) {
    return chunks.query().where(isIn('revision_key', keys)).select(columns).toArray();
  }

  async function placesOf(where: string): Promise<Place[]> {
    const rows = await documents.query().where(where).select(['id', 'source', 'path']).toArray();
    return rows.map(({ id, source, path }) => ({ id, source, path }));
  }

  async function records(where: string): Promise<DocumentRecord[]> {
    const rows = await documents.query().where(where).select(['record']).toArray();
    return rows.map((row) => toRecord(row));
  }
}

function documentCondition({
  source,
  path,
  contentHashes,
  ids,
}: Omit<DocumentQuery, 'limit'>): string {
  return (
    allOf([
      'part = 0',
      source === undefined ? undefined : `source = ${literal(source)}`,
      path === undefined ? undefined : pathCondition(path),
      contentHashes ? isIn('content_hash', contentHashes) : undefined,
      ids ? isIn('id', ids) : undefined,
    ]) ?? 'true'
  );
}
