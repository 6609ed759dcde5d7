import type { Generation, Store } from './port.ts';

/**
 * Drops the generations that are neither live nor what a rollback goes back to: they only take space. One
 * that is being made stays.
 * @param drop how one is dropped, where a failure is not to be thrown
 */
export async function dropOlder(
  store: Store,
  collection: string,
  drop = ({ generation }: Generation) => store.drop(collection, generation),
): Promise<void> {
  const all = await store.generations(collection);
  // Asked last: should another process switch meanwhile, nothing that it needs is taken for older.
  const previous = await store.previous(collection);
  for (const info of all)
    if (info.state === 'retired' && info.generation !== previous) await drop(info);
}
