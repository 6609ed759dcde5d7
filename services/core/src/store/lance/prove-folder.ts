import { type ExpectedCollection, type ProvenCollection, proveStore } from '../prove-store.ts';
import { withLanceStore } from './with-lance-store.ts';

/**
 * Whether an embedded store that nobody else has open holds what it should, and finds it.
 * @throws ServiceError INTEGRITY where it does not, and the store's
 */
export async function proveFolder(
  folder: string,
  expected: readonly ExpectedCollection[],
  signal: AbortSignal,
): Promise<ProvenCollection[]> {
  return withLanceStore(folder, async (store) => {
    await store.sweep();
    return proveStore(store, expected, signal);
  });
}
