import type { Table } from '@lancedb/lancedb';
import type { Log } from '../../log.ts';
import { reasonOf } from '../../reason-of.ts';
import { createCommitGroups } from '../commit-groups.ts';
import type { StoredDocument } from '../port.ts';
import type { WriterQueue } from '../writer-queue.ts';
import type { Head, Heads } from './heads.ts';
import { clearAway, type Hidden, show } from './hidden.ts';
import { isIn } from './predicate.ts';
import { chunkRows, documentRows, revisionKey } from './tables.ts';
import type { Upkeep } from './upkeep.ts';
import { write } from './write.ts';

/** Called at each step of a write; tests stop the process there, or let the write fail. */
export type Fault = (point: string) => void | Promise<void>;

export interface CommitterParts {
  chunks: Table;
  documents: Table;
  queue: WriterQueue;
  heads: Heads;
  hidden: Hidden;
  fault: Fault;
  log: Log;
  upkeep: Pick<Upkeep, 'beforeVisible' | 'afterCommit'>;
}

/**
 * Groups documents that wait into commits. The order makes every crash harmless: chunks, then the
 * record (the commit point), then the old revision's chunks. A revision that is there already keeps
 * its chunks; only its record is written again.
 *
 * @returns a function that commits a document and tells whether there was one with its id
 */
export function createCommitter(
  parts: CommitterParts,
): (document: StoredDocument) => Promise<boolean> {
  const { chunks, documents, queue, heads, hidden, fault, log, upkeep } = parts;

  return createCommitGroups({
    queue,
    async commit(group) {
      const before = await commit(group);
      return ({ record }) => before.has(record.id);
    },
    afterCommit: () => upkeep.afterCommit(),
  });

  async function commit(group: readonly StoredDocument[]): Promise<Map<string, Head>> {
    const before = await heads.of(group.map(({ record }) => record.id));
    const fresh = group.filter((one) => before.get(one.record.id)?.key !== keyOf(one));
    const freshKeys = fresh.map(keyOf);
    const replaced = fresh.flatMap(({ record }) => before.get(record.id)?.key ?? []);
    show(hidden, [], freshKeys);
    try {
      await fault('before-chunks');
      await addChunks(fresh, freshKeys);
      await fault('chunks-added');
      await writeRecords(group, before);
      await fault('record-added');
      show(hidden, freshKeys, replaced);
    } catch (error) {
      await undo(group, freshKeys, replaced);
      throw error;
    }
    await clearAway(hidden, log, async () => {
      await fault('record-written');
      await removeStaleParts(group, before);
      await removeReplaced(replaced);
      await fault('old-removed');
    });
    return before;
  }

  /** Where the disk allows it, a failed commit leaves nothing; else its rows stay hidden until a sweep. */
  async function undo(
    group: readonly StoredDocument[],
    added: readonly string[],
    replaced: readonly string[],
  ): Promise<void> {
    hidden.debris = true;
    try {
      // A write can fail after it has taken effect: the records say which revisions count.
      heads.forget();
      const now = await heads.of(group.map(({ record }) => record.id));
      const named = new Set([...now.values()].map(({ key }) => key));
      const orphans = added.filter((key) => !named.has(key));
      await chunks.delete(isIn('revision_key', orphans));
      const gone = replaced.filter((key) => !named.has(key));
      show(hidden, added, gone);
    } catch (error) {
      log('warn', 'a failed commit could not be undone; the next start removes what it left', {
        reason: reasonOf(error),
      });
    }
  }

  async function addChunks(fresh: readonly StoredDocument[], keys: readonly string[]) {
    if (hidden.debris) await write(() => chunks.delete(isIn('revision_key', keys)));
    const rows = fresh.flatMap(chunkRows);
    if (rows.length === 0) return;
    await write(() => chunks.add(rows));
    await upkeep.beforeVisible(rows.length);
  }

  /** New documents, of which the table has no row, need no search for rows that match. */
  async function writeRecords(
    group: readonly StoredDocument[],
    before: ReadonlyMap<string, Head>,
  ): Promise<void> {
    const rows = group.map(documentRows);
    await write(async () => {
      if (before.size === 0) return documents.add(rows.flat());
      const upsert = documents.mergeInsert(['id', 'part']);
      return upsert.whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows.flat());
    });
    for (const [i, one] of group.entries())
      heads.set(one.record.id, { key: keyOf(one), parts: rows[i]?.length ?? 0 });
  }

  /** Text parts that a longer, older revision left behind. */
  async function removeStaleParts(
    group: readonly StoredDocument[],
    before: ReadonlyMap<string, Head>,
  ): Promise<void> {
    const shrunk = group.filter(
      (one) => (before.get(one.record.id)?.parts ?? 0) > documentRows(one).length,
    );
    if (shrunk.length === 0) return;
    const ids = shrunk.map(({ record }) => record.id);
    const condition = `${isIn('id', ids)} AND NOT (${isIn('revision_key', shrunk.map(keyOf))})`;
    await write(() => documents.delete(condition));
  }

  async function removeReplaced(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await write(() => chunks.delete(isIn('revision_key', keys)));
    show(hidden, keys, []);
  }
}

function keyOf({ record }: StoredDocument): string {
  return revisionKey(record.id, record.revision);
}
