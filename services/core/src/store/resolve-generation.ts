import { collectionMissing } from './collection-missing.ts';
import type { GenerationStore, Store } from './port.ts';

/** The live generation of a collection. @throws ServiceError COLLECTION_MISSING */
export async function resolveGeneration(
  store: Pick<Store, 'resolve'>,
  collection: string,
): Promise<GenerationStore> {
  const generation = await store.resolve(collection);
  if (generation) return generation;
  throw collectionMissing(collection);
}
