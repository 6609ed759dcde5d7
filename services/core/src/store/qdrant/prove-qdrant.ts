import { systemClock } from '../../clock.ts';
import { type ProvenCollection, proveStore } from '../prove-store.ts';
import { openQdrantStore } from './qdrant-store.ts';
import {
  type RestoreOptions,
  restoreGenerations,
  type WantedCollection,
} from './restore-generations.ts';

/**
 * Whether a Qdrant that is there for this alone, and is filled first, holds what it should, and finds it.
 * @throws ServiceError INTEGRITY where it does not, what `fill` throws, and the store's
 */
export async function proveQdrant(
  wanted: readonly WantedCollection[],
  given: Omit<RestoreOptions, 'clock' | 'log'>,
): Promise<ProvenCollection[]> {
  const options = { ...given, clock: systemClock, log: () => {} };
  await restoreGenerations(wanted, options);
  const store = await openQdrantStore(options);
  try {
    const expected = wanted.map(({ collection, documents, points }) => ({
      collection,
      documents,
      chunks: points.chunks,
    }));
    return await proveStore(store, expected, options.signal);
  } finally {
    await store.close();
  }
}
