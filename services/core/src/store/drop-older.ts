import type { Log } from '../log.ts';
import { reasonOf } from '../reason-of.ts';
import { dropQuietly } from './drop-quietly.ts';
import type { Store } from './port.ts';

/**
 * After names were switched: drops of each the generations that are neither live nor what a rollback goes back
 * to, which only take space. One that is being made stays. What goes wrong here says nothing of the switch, and
 * is logged as a warning; the next one drops it too.
 */
export async function dropOlder(
  store: Store,
  collections: readonly string[],
  log: Log,
): Promise<void> {
  for (const collection of collections)
    try {
      await dropOlderOf(store, collection, log);
    } catch (error) {
      const reason = reasonOf(error);
      log('warn', 'generations that are not needed could not be dropped', { collection, reason });
    }
}

async function dropOlderOf(store: Store, collection: string, log: Log): Promise<void> {
  const all = await store.generations(collection);
  // Asked last: should another process switch meanwhile, nothing that it needs is taken for older.
  const previous = await store.previous(collection);
  for (const info of all)
    if (info.state === 'retired' && info.generation !== previous)
      await dropQuietly(store, info, log);
}
