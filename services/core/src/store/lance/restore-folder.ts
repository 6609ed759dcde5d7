import type { Fingerprint } from '../../contract/corpus.ts';
import { ServiceError } from '../../contract/errors.ts';
import type { Log } from '../../log.ts';
import { checkCounts } from '../check-counts.ts';
import type { Generation, Store } from '../port.ts';
import { type ExpectedCollection, proveStore } from '../prove-store.ts';
import type { RestoredCollection } from '../qdrant/restore-generations.ts';
import { withFresh } from '../with-fresh.ts';
import type { LanceStore } from './lance-store.ts';
import { withLanceStore } from './with-lance-store.ts';

/** A collection of an embedded store. */
export interface StoredCollection {
  collection: string;
  fingerprint: Fingerprint;
  documents: number;
  chunks: number;
}

/** Of a store that cannot be read: what is wrong with it. */
export interface DamagedStore {
  damage: string;
}

/** What an embedded store that nobody else has open holds. @throws ServiceError of the store */
export async function describeFolder(folder: string): Promise<StoredCollection[]> {
  return withLanceStore(folder, describe);
}

/** The same of one that may be damaged; what a killed writer has left in it goes. */
export async function examineFolder(folder: string): Promise<StoredCollection[] | DamagedStore> {
  return orDamage(() =>
    withLanceStore(folder, async (store) => {
      await store.sweep();
      return describe(store);
    }),
  );
}

/**
 * Moves what one embedded store holds into fresh generations of another; nobody else has either open. What
 * the other has of these names stays for a rollback.
 * @param log gets as warnings what fails once the names are switched
 * @returns what is wrong with the other, if it cannot be read; then nothing is done
 * @throws ServiceError of either store, INTEGRITY where not all arrives
 */
export async function restoreFolder({
  from,
  into,
  writer,
  log,
  signal,
}: {
  from: string;
  into: string;
  writer: string;
  log: Log;
  signal: AbortSignal;
}): Promise<RestoredCollection[] | DamagedStore> {
  const examined = await examineFolder(into);
  if ('damage' in examined) return examined;
  const saved = await withLanceStore(from, async (store) => {
    await store.sweep();
    return counted(store);
  });
  const moveAll = (here: LanceStore) => {
    const take = async (made: Generation[]) => {
      const restored: RestoredCollection[] = [];
      for (const { collection, fingerprint, physical, documents, chunks } of saved) {
        signal.throwIfAborted();
        const taken = await here.take(collection, fingerprint, { folder: from, physical });
        made.push(taken.info);
        const { generation } = taken.info;
        restored.push({ collection, generation, documents, chunks });
        checkCounts(collection, { documents, chunks }, await taken.stats());
      }
      signal.throwIfAborted();
      return restored;
    };
    return withFresh(here, take, log);
  };
  return withLanceStore(into, moveAll, writer);
}

/**
 * Whether a folder, restored to take the place of a store as a whole, holds what it should and finds it.
 * @throws ServiceError INTEGRITY
 */
export async function proveRestored(
  folder: string,
  expected: readonly ExpectedCollection[],
  signal: AbortSignal,
): Promise<RestoredCollection[]> {
  return withLanceStore(folder, async (store) => {
    await store.sweep();
    await proveStore(store, expected, signal);
    return (await counted(store)).map(({ collection, generation, documents, chunks }) => ({
      collection,
      generation,
      documents,
      chunks,
    }));
  });
}

async function describe(store: Store): Promise<StoredCollection[]> {
  return (await counted(store)).map(({ collection, fingerprint, documents, chunks }) => ({
    collection,
    fingerprint,
    documents,
    chunks,
  }));
}

/** The generations that are live, with how much each holds. */
async function counted(store: Store) {
  const found: (Generation & Pick<StoredCollection, 'documents' | 'chunks'>)[] = [];
  for (const info of await store.collections()) {
    const live = await store.resolve(info.collection);
    const { documents = 0, chunks = 0 } = (await live?.stats()) ?? {};
    found.push({ ...info, documents, chunks });
  }
  return found;
}

async function orDamage<T>(work: () => Promise<T>): Promise<T | DamagedStore> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'INTEGRITY')
      return { damage: error.message };
    throw error;
  }
}
