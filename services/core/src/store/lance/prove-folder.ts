import { systemClock } from '../../clock.ts';
import { type ExpectedCollection, type ProvenCollection, proveStore } from '../prove-store.ts';
import { openLanceStore } from './lance-store.ts';

/**
 * Whether an embedded store that nobody else has open holds what it should, and finds it.
 * @throws ServiceError INTEGRITY where it does not, and the store's
 */
export async function proveFolder(
  folder: string,
  expected: readonly ExpectedCollection[],
  signal: AbortSignal,
): Promise<ProvenCollection[]> {
  const store = await openLanceStore({ folder, clock: systemClock, log: () => {} });
  try {
    await store.sweep();
    return await proveStore(store, expected, signal);
  } finally {
    await store.close();
  }
}
