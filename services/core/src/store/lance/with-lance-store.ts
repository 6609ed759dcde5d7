import { systemClock } from '../../clock.ts';
import { type LanceStore, openLanceStore } from './lance-store.ts';

/**
 * Opens an embedded store that nobody else has open, for a moment.
 * @param writer name and version of the program, where it writes
 */
export async function withLanceStore<T>(
  folder: string,
  work: (store: LanceStore) => Promise<T>,
  writer?: string,
): Promise<T> {
  const store = await openLanceStore({
    folder,
    clock: systemClock,
    log: () => {},
    ...(writer && { writer }),
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
