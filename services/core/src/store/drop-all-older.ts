import type { Log } from '../log.ts';
import { reasonOf } from '../reason-of.ts';
import { dropOlder } from './drop-older.ts';
import type { Store } from './port.ts';

/**
 * After names were switched: drops what is older of each. What goes wrong here says nothing of the switch, and
 * is logged as a warning; the next one drops it too.
 */
export async function dropAllOlder(
  store: Store,
  collections: readonly string[],
  log: Log,
): Promise<void> {
  for (const collection of collections)
    try {
      await dropOlder(store, collection);
    } catch (error) {
      const reason = reasonOf(error);
      log('warn', 'generations that are not needed could not be dropped', { collection, reason });
    }
}
