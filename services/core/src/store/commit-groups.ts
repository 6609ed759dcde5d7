import type { StoredDocument } from './port.ts';
import type { WriterQueue } from './writer-queue.ts';

/** Chunks in one commit, about. */
const GROUP_CHUNKS = 1_000;

interface Waiting<T> {
  document: StoredDocument;
  resolve(outcome: T): void;
  reject(error: unknown): void;
}

/**
 * Groups documents that wait into commits, one group at a time in the writer's queue.
 *
 * @param commit commits a group, no document twice in it; tells the outcome of each
 * @returns a function that commits a document with whatever else waits
 */
export function createCommitGroups<T>({
  queue,
  commit,
  afterCommit,
}: {
  queue: WriterQueue;
  commit(group: readonly StoredDocument[]): Promise<(document: StoredDocument) => T>;
  afterCommit?(): Promise<void>;
}): (document: StoredDocument) => Promise<T> {
  let waiting: Waiting<T>[] = [];

  return (document) =>
    new Promise((resolve, reject) => {
      waiting.push({ document, resolve, reject });
      queue.run(drain);
    });

  async function drain(): Promise<void> {
    const group = takeGroup();
    if (group.length === 0) return;
    try {
      const outcome = await commit(group.map(({ document }) => document));
      for (const { document, resolve } of group) resolve(outcome(document));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    await afterCommit?.();
  }

  /** A document twice in the queue: the later one waits, so that revisions replace each other in order. */
  function takeGroup(): Waiting<T>[] {
    const group: Waiting<T>[] = [];
    const rest: Waiting<T>[] = [];
    const taken = new Set<string>();
    let count = 0;
    for (const one of waiting) {
      const { record, chunks } = one.document;
      const fits = group.length === 0 || count + chunks.length <= GROUP_CHUNKS;
      if (!fits || taken.has(record.id)) {
        rest.push(one);
        // Whatever else is queued for this document comes after it.
        taken.add(record.id);
        continue;
      }
      taken.add(record.id);
      count += chunks.length;
      group.push(one);
    }
    waiting = rest;
    return group;
  }
}
