import type { Table } from '@lancedb/lancedb';
import type { StoredDocument } from '../port.ts';
import { allOf, isIn } from './predicate.ts';
import { chunkRows, documentRows, revisionKey } from './tables.ts';
import { type WriterQueue, write } from './writer-queue.ts';

/** Chunks in one commit, about. */
const GROUP_CHUNKS = 1_000;

/** Rows that a query must not see now: revisions not yet committed, and those already replaced. */
export interface Hidden {
  readonly keys: Set<string>;
  /** Changes whenever visibility does. */
  epoch: number;
}

/** Called at each step of a commit; tests stop the process there. */
export type Fault = (point: string) => void | Promise<void>;

interface Waiting {
  document: StoredDocument;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Groups documents that wait into commits. The order makes every crash harmless: chunks, then the
 * record (the commit point), then the old revision's chunks.
 */
export function createCommitter(
  chunks: Table,
  documents: Table,
  queue: WriterQueue,
  hidden: Hidden,
  fault: Fault,
): (document: StoredDocument) => Promise<void> {
  let waiting: Waiting[] = [];

  return (document) =>
    new Promise((resolve, reject) => {
      waiting.push({ document, resolve, reject });
      queue.run(drain);
    });

  async function drain(): Promise<void> {
    const group = takeGroup();
    if (group.length === 0) return;
    try {
      await commit(group.map(({ document }) => document));
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  /** A document twice in the queue: the later one waits, so that revisions replace each other in order. */
  function takeGroup(): Waiting[] {
    const group: Waiting[] = [];
    const rest: Waiting[] = [];
    const taken = new Set<string>();
    let count = 0;
    for (const one of waiting) {
      const { record, chunks: its } = one.document;
      const fits = group.length === 0 || count + its.length <= GROUP_CHUNKS;
      if (!fits || taken.has(record.id)) {
        rest.push(one);
        continue;
      }
      taken.add(record.id);
      count += its.length;
      group.push(one);
    }
    waiting = rest;
    return group;
  }

  async function commit(group: readonly StoredDocument[]): Promise<void> {
    const ids = group.map(({ record }) => record.id);
    const keys = group.map(({ record }) => revisionKey(record.id, record.revision));
    const old = await revisionKeys(documents, ids);
    const replaced = old.filter((key) => !keys.includes(key));
    const fresh = group.filter((_, i) => !old.includes(keys[i] ?? ''));
    const freshKeys = fresh.map(({ record }) => revisionKey(record.id, record.revision));
    show(hidden, [], freshKeys);
    try {
      await fault('before-chunks');
      const rows = fresh.flatMap(chunkRows);
      // A run that died after this step may have left the same rows.
      await write(() => chunks.delete(isIn('revision_key', freshKeys)));
      if (rows.length > 0) {
        await write(() => chunks.add(rows));
        await indexWhereBehind(chunks);
      }
      await fault('chunks-added');
      await write(() => upsert(documents, group.flatMap(documentRows)));
      show(hidden, freshKeys, replaced);
      await fault('record-written');
    } catch (error) {
      await removeQuietly(chunks, freshKeys);
      show(hidden, freshKeys, []);
      throw error;
    }
    await write(() => documents.delete(staleParts(ids, keys)));
    if (replaced.length > 0) await write(() => chunks.delete(isIn('revision_key', replaced)));
    show(hidden, replaced, []);
    await fault('old-removed');
  }
}

/** Makes rows visible and hides others, in one turn of the event loop. */
export function show(hidden: Hidden, visible: readonly string[], gone: readonly string[]): void {
  for (const key of visible) hidden.keys.delete(key);
  for (const key of gone) hidden.keys.add(key);
  hidden.epoch += 1;
}

export async function revisionKeys(documents: Table, ids: readonly string[]): Promise<string[]> {
  const rows = await documents
    .query()
    .where(allOf(['part = 0', isIn('id', ids)]) ?? 'false')
    .select(['revision_key'])
    .toArray();
  return rows.map((row) => String(row.revision_key));
}

/**
 * Rows outside the index are scored by the index's statistics, which are wrong, down to dropped
 * hits, while it holds nothing or little. So it keeps at least two thirds of all rows; the cost is
 * spread, because the table has to grow by half in between.
 */
async function indexWhereBehind(chunks: Table): Promise<void> {
  const index = await chunks.indexStats('lex_idx');
  if (!index || index.numUnindexedRows * 2 > index.numIndexedRows) {
    await write(() => chunks.optimize());
  }
}

function upsert(documents: Table, rows: Record<string, unknown>[]) {
  return documents
    .mergeInsert(['id', 'part'])
    .whenMatchedUpdateAll()
    .whenNotMatchedInsertAll()
    .execute(rows);
}

/** Text parts that a longer, older revision left behind. */
function staleParts(ids: readonly string[], keys: readonly string[]): string {
  return `${isIn('id', ids)} AND NOT (${isIn('revision_key', keys)})`;
}

/** After a failed commit the sweep would remove these rows; where the disk allows it, they go now. */
async function removeQuietly(chunks: Table, keys: readonly string[]): Promise<void> {
  await chunks.delete(isIn('revision_key', keys)).catch(() => undefined);
}
