import type { Log } from '../log.ts';
import { dropOlder } from './drop-older.ts';
import type { Generation, Store } from './port.ts';

/**
 * Makes fresh generations, and switches the names to them all at once; what they stood for before stays to
 * be rolled back to, what is older goes. Where it fails or is left, what was made is dropped.
 * @param make adds each to `made` as soon as it is there
 * @param log gets as warnings what fails once the names are switched
 */
export async function withFresh<T>(
  store: Store,
  make: (made: Generation[]) => Promise<T>,
  log: Log = () => {},
): Promise<T> {
  const made: Generation[] = [];
  let result: T;
  try {
    result = await make(made);
    await store.switchAll(made);
  } catch (error) {
    // Where even that fails: whoever opens the store later drops what was never finished.
    for (const { collection, generation } of made)
      await store.drop(collection, generation).catch(() => {});
    throw error;
  }
  const collections = made.map(({ collection }) => collection);
  await dropOlder(store, collections, log);
  return result;
}
