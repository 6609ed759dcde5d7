import type { Table } from '@lancedb/lancedb';
import { type Hidden, show } from './hidden.ts';
import { isIn } from './predicate.ts';
import { write } from './write.ts';

/** Revisions in one condition; longer lists go in several. */
const KEYS = 500;

/**
 * Removes what a crash left: chunks and text parts of revisions that no record names.
 *
 * @returns number of chunks removed
 */
export async function sweepGeneration(
  chunks: Table,
  documents: Table,
  hidden: Hidden,
): Promise<number> {
  const named = await revisionsIn(documents, 'part = 0');
  const orphans = [...(await revisionsIn(chunks))].filter((key) => !named.has(key));
  const removed = await removeRevisions(chunks, orphans);
  const parts = [...(await revisionsIn(documents, 'part > 0'))].filter((key) => !named.has(key));
  await removeRevisions(documents, parts);
  show(hidden, [...hidden.keys], []);
  hidden.debris = false;
  return removed;
}

async function revisionsIn(table: Table, where?: string): Promise<Set<string>> {
  const query = table.query().select(['revision_key']);
  const found = new Set<string>();
  for await (const batch of where ? query.where(where) : query) {
    for (const key of batch.getChild('revision_key') ?? []) found.add(String(key));
  }
  return found;
}

async function removeRevisions(table: Table, keys: readonly string[]): Promise<number> {
  let removed = 0;
  for (let start = 0; start < keys.length; start += KEYS) {
    const condition = isIn('revision_key', keys.slice(start, start + KEYS));
    removed += (await write(() => table.delete(condition))).numDeletedRows;
  }
  return removed;
}
