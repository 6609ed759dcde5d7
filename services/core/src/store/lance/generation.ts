import type { Table } from '@lancedb/lancedb';
import type { DocumentRecord } from '../../contract/corpus.ts';
import { checkVectors } from '../check-vectors.ts';
import type { DocumentQuery, Generation, GenerationStore } from '../port.ts';
import { createCommitter, type Fault, type Hidden, revisionKeys, show } from './committer.ts';
import { createFacets } from './facets.ts';
import type { Lance } from './load.ts';
import { allOf, isIn, literal, pathCondition } from './predicate.ts';
import { countTerms, searchCandidates } from './search.ts';
import { CHUNK_COLUMNS, toChunk, toRecord, toStoredChunk } from './tables.ts';
import { type WriterQueue, write } from './writer-queue.ts';

/** Ids in one condition; longer lists go in several. */
const IDS = 500;

export interface LanceGeneration extends GenerationStore {
  chunkTable: Table;
  documentTable: Table;
  sweep(): Promise<number>;
}

export interface GenerationParts {
  lance: Lance;
  info: () => Generation;
  chunks: Table;
  documents: Table;
  queue: WriterQueue;
  fault: Fault;
  bytes: () => Promise<number | null>;
}

/** One generation: its chunk table, its document table and what is in flight between them. */
export function createGeneration(parts: GenerationParts): LanceGeneration {
  const { lance, chunks, documents, queue, fault } = parts;
  const hidden: Hidden = { keys: new Set(), epoch: 0 };
  const commitOne = createCommitter(chunks, documents, queue, hidden, fault);
  const facets = createFacets(() => records('part = 0'));

  return {
    chunkTable: chunks,
    documentTable: documents,
    get info() {
      return parts.info();
    },

    async commit(group) {
      checkVectors(group, parts.info().fingerprint);
      await Promise.all(group.map(commitOne));
      facets.add(group.map(({ record }) => record));
    },

    async remove(ids) {
      const removed = await queue.run(async () => {
        let count = 0;
        for (let start = 0; start < ids.length; start += IDS) {
          const some = ids.slice(start, start + IDS);
          const keys = await revisionKeys(documents, some);
          if (keys.length === 0) continue;
          await write(() => documents.delete(isIn('id', some)));
          show(hidden, [], keys);
          await fault('record-removed');
          await write(() => chunks.delete(isIn('document_id', some)));
          show(hidden, keys, []);
          count += keys.length;
        }
        return count;
      });
      facets.reset();
      return removed;
    },

    candidates: (query) => searchCandidates(lance, chunks, hidden, query),

    async documents(query) {
      const found = (await records(documentCondition(query))).sort(byPlace);
      const after = query.cursor;
      const rest = after === undefined ? found : found.filter((record) => place(record) > after);
      const page = rest.slice(0, query.limit);
      const last = page.at(-1);
      return { documents: page, next: rest.length > page.length && last ? place(last) : null };
    },

    async document(id) {
      return (await records(`part = 0 AND id = ${literal(id)}`))[0] ?? null;
    },

    text,

    async chunks(id) {
      const rows = await chunkRows(id, CHUNK_COLUMNS);
      return rows.map((row) => toChunk(row)).sort((a, b) => a.ordinal - b.ordinal);
    },

    async stored(id) {
      const [record] = await records(`part = 0 AND id = ${literal(id)}`);
      const whole = await text(id);
      if (!record || whole === null) return null;
      const dense = parts.info().fingerprint.model === null ? [] : ['dense'];
      const rows = await chunkRows(id, [...CHUNK_COLUMNS, 'lex', ...dense]);
      const its = rows.map((row) => toStoredChunk(row, record.revision));
      return { record, text: whole, chunks: its.sort((a, b) => a.ordinal - b.ordinal) };
    },

    termStatistics: (terms) => countTerms(lance, chunks, terms),

    async stats() {
      const [count, all, bytes] = await Promise.all([
        documents.countRows('part = 0'),
        chunks.countRows(),
        parts.bytes(),
      ]);
      return { documents: count, chunks: all, bytes };
    },

    fields: () => facets.fields(),
    values: (field, limit) => facets.values(field, limit),

    /** Removes chunks whose document's record does not name their revision: what a crash left. */
    sweep: () =>
      queue.run(async () => {
        const named = new Set(
          (await documents.query().where('part = 0').select(['revision_key']).toArray()).map(
            (row) => String(row.revision_key),
          ),
        );
        const stored = new Set<string>();
        for await (const batch of chunks.query().select(['revision_key'])) {
          for (const row of batch) stored.add(String(row?.revision_key));
        }
        const orphans = [...stored].filter((key) => !named.has(key));
        let removed = 0;
        for (let start = 0; start < orphans.length; start += IDS) {
          const some = isIn('revision_key', orphans.slice(start, start + IDS));
          removed += (await write(() => chunks.delete(some))).numDeletedRows;
        }
        return removed;
      }),
  };

  async function text(id: string): Promise<string | null> {
    const rows = await documents
      .query()
      .where(`id = ${literal(id)}`)
      .select(['part', 'text', 'revision_key'])
      .toArray();
    const first = rows.find(({ part }) => part === 0);
    if (!first) return null;
    return rows
      .filter(({ revision_key }) => revision_key === first.revision_key)
      .sort((a, b) => a.part - b.part)
      .map((row) => String(row.text))
      .join('');
  }

  async function chunkRows(id: string, columns: string[]) {
    const keys = await revisionKeys(documents, [id]);
    return chunks.query().where(isIn('revision_key', keys)).select(columns).toArray();
  }

  async function records(where: string): Promise<DocumentRecord[]> {
    const rows = await documents.query().where(where).select(['record']).toArray();
    return rows.map((row) => toRecord(row));
  }
}

function documentCondition({ source, path, contentHashes, ids }: DocumentQuery): string {
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

/** Order of listings, and the cursor between their pages. */
function place({ source, path, id }: DocumentRecord): string {
  return `${source}/${path} ${id}`;
}

function byPlace(a: DocumentRecord, b: DocumentRecord): number {
  return place(a) < place(b) ? -1 : 1;
}
