import type { RollbackResponse } from '../contract/corpus.ts';
import type { GenerationStore, Store } from '../store/port.ts';
import { resolveGeneration } from '../store/resolve-generation.ts';

/**
 * Goes back to the generation before the live one, and tells which changes to documents that undoes;
 * `dryRun` tells and changes nothing. To be run where nobody writes to the collection.
 * @throws ServiceError COLLECTION_MISSING, GENERATION_MISSING
 */
export async function rollback(
  store: Store,
  { collection, dryRun }: { collection: string; dryRun: boolean },
): Promise<RollbackResponse> {
  const live = await resolveGeneration(store, collection);
  const before = await store.previous(collection);
  const undone =
    before === null
      ? { added: 0, updated: 0, removed: 0 }
      : await changesBetween(await store.open(collection, before), live);
  // Where there is none before, the store says so.
  const generation = dryRun && before !== null ? before : await store.rollback(collection);
  return { collection, generation, undone };
}

/** What happened to documents from one generation to the next, by their content. */
async function changesBetween(before: GenerationStore, after: GenerationStore) {
  const old = new Map((await before.records()).map(({ id, contentHash }) => [id, contentHash]));
  const undone = { added: 0, updated: 0, removed: 0 };
  for (const { id, contentHash } of await after.records()) {
    if (!old.has(id)) undone.added += 1;
    else if (old.get(id) !== contentHash) undone.updated += 1;
    old.delete(id);
  }
  return { ...undone, removed: old.size };
}
