import type { Log } from '../log.ts';
import { reasonOf } from '../reason-of.ts';
import type { Generation, Store } from './port.ts';

/**
 * Drops a generation that is not needed. What goes wrong here says nothing of the work itself, and is logged as a
 * warning: a reindex or start to come drops it too.
 */
export async function dropQuietly(
  store: Store,
  { collection, generation, physical }: Generation,
  log: Log,
): Promise<void> {
  try {
    await store.drop(collection, generation);
  } catch (error) {
    log('warn', 'a generation that is not needed could not be dropped', {
      table: physical,
      reason: reasonOf(error),
    });
  }
}
