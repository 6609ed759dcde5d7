import type { Table } from '@lancedb/lancedb';
import type { Log } from '../../log.ts';
import { reasonOf } from '../../reason-of.ts';
import type { WriterQueue } from '../writer-queue.ts';
import type { Fault } from './committer.ts';
import type { Head, Heads } from './heads.ts';
import { clearAway, type Hidden, show } from './hidden.ts';
import { isIn } from './predicate.ts';
import { write } from './write.ts';

/** Ids in one condition; longer lists go in several. */
const IDS = 500;

export interface RemoverParts {
  chunks: Table;
  documents: Table;
  queue: WriterQueue;
  heads: Heads;
  hidden: Hidden;
  fault: Fault;
  log: Log;
}

interface Waiting {
  ids: readonly string[];
  resolve(removed: number): void;
  reject(error: unknown): void;
}

/**
 * Groups removals that wait into one: records first, which is the commit point, then chunks.
 *
 * @returns a function that removes documents and tells how many of them there were
 */
export function createRemover(parts: RemoverParts): (ids: readonly string[]) => Promise<number> {
  const { chunks, documents, queue, heads, hidden, fault, log } = parts;
  let waiting: Waiting[] = [];

  return (ids) =>
    new Promise((resolve, reject) => {
      waiting.push({ ids, resolve, reject });
      queue.run(drain);
    });

  async function drain(): Promise<void> {
    const group = waiting;
    waiting = [];
    try {
      const removed = await remove([...new Set(group.flatMap(({ ids }) => ids))]);
      for (const { ids, resolve } of group) {
        // Of two that remove the same document, the first did.
        resolve(new Set(ids.filter((id) => removed.delete(id))).size);
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  /** @returns ids that were there */
  async function remove(ids: readonly string[]): Promise<Set<string>> {
    const removed = new Set<string>();
    for (let start = 0; start < ids.length; start += IDS) {
      const found = await heads.of(ids.slice(start, start + IDS));
      if (found.size === 0) continue;
      const some = [...found.keys()];
      const keys = [...found.values()].map(({ key }) => key);
      await removeRecords(found);
      show(hidden, [], keys);
      for (const id of some) removed.add(id);
      await clearAway(hidden, log, async () => {
        await fault('record-removed');
        await write(() => chunks.delete(isIn('document_id', some)));
        show(hidden, keys, []);
      });
    }
    return removed;
  }

  async function removeRecords(found: ReadonlyMap<string, Head>): Promise<void> {
    try {
      await write(() => documents.delete(isIn('id', [...found.keys()])));
      await fault('record-deleted');
      for (const id of found.keys()) heads.delete(id);
    } catch (error) {
      await hideRemoved(found);
      throw error;
    }
  }

  /** A write can fail after it has taken effect: chunks without a record must not be found. */
  async function hideRemoved(found: ReadonlyMap<string, Head>): Promise<void> {
    hidden.debris = true;
    heads.forget();
    try {
      const there = await heads.of([...found.keys()]);
      const gone = [...found].filter(([id]) => !there.has(id));
      show(
        hidden,
        [],
        gone.map(([, { key }]) => key),
      );
    } catch (error) {
      log(
        'warn',
        'a failed removal could not be looked into; the next start removes what it left',
        {
          reason: reasonOf(error),
        },
      );
    }
  }
}
