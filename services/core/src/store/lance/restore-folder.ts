import { type Clock, systemClock } from '../../clock.ts';
import type { Fingerprint } from '../../contract/corpus.ts';
import { ServiceError } from '../../contract/errors.ts';
import { checkCounts } from '../check-counts.ts';
import type { Store } from '../port.ts';
import { type ExpectedCollection, proveStore } from '../prove-store.ts';
import type { RestoredCollection } from '../qdrant/restore-generations.ts';
import { withFresh } from '../with-fresh.ts';
import { type LanceStore, openLanceStore } from './lance-store.ts';

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
  return withStore(folder, describe);
}

/** The same of one that may be damaged; what a killed writer has left in it goes. */
export async function examineFolder(folder: string): Promise<StoredCollection[] | DamagedStore> {
  return orDamage(() =>
    withStore(folder, async (store) => {
      await store.sweep();
      return describe(store);
    }),
  );
}

/**
 * Moves what one embedded store holds into fresh generations of another; nobody else has either open. What
 * the other has of these names stays for a rollback.
 * @returns what is wrong with the other, if it cannot be read; then nothing is done
 * @throws ServiceError of either store, INTEGRITY where not all arrives
 */
export async function restoreFolder({
  from,
  into,
  writer,
  signal,
}: {
  from: string;
  into: string;
  writer: string;
  signal: AbortSignal;
}): Promise<RestoredCollection[] | DamagedStore> {
  const examined = await examineFolder(into);
  if ('damage' in examined) return examined;
  const saved = await withStore(from, async (store) => {
    await store.sweep();
    return { counts: await describe(store), generations: await store.collections() };
  });
  const physicalOf = new Map(saved.generations.map((one) => [one.collection, one.physical]));
  return withStore(
    into,
    (here) =>
      withFresh(here, async (made) => {
        const restored: RestoredCollection[] = [];
        for (const { collection, fingerprint, documents, chunks } of saved.counts) {
          signal.throwIfAborted();
          const physical = physicalOf.get(collection) ?? '';
          const taken = await here.take(collection, fingerprint, { folder: from, physical });
          made.push(taken.info);
          const { generation } = taken.info;
          restored.push({ collection, generation, documents, chunks });
          checkCounts(collection, { documents, chunks }, await taken.stats());
        }
        signal.throwIfAborted();
        return restored;
      }),
    writer,
  );
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
  return withStore(folder, async (store) => {
    await store.sweep();
    await proveStore(store, expected, signal);
    return restoredOf(store, expected);
  });
}

async function restoredOf(
  store: Store,
  collections: readonly ExpectedCollection[],
): Promise<RestoredCollection[]> {
  const restored: RestoredCollection[] = [];
  for (const { collection, documents, chunks } of collections) {
    const generation = (await store.resolve(collection))?.info.generation ?? 0;
    restored.push({ collection, generation, documents, chunks });
  }
  return restored;
}

async function describe(store: Store): Promise<StoredCollection[]> {
  const found: StoredCollection[] = [];
  for (const { collection, fingerprint } of await store.collections()) {
    const live = await store.resolve(collection);
    const { documents = 0, chunks = 0 } = (await live?.stats()) ?? {};
    found.push({ collection, fingerprint, documents, chunks });
  }
  return found;
}

async function withStore<T>(
  folder: string,
  work: (store: LanceStore) => Promise<T>,
  writer?: string,
): Promise<T> {
  const clock: Clock = systemClock;
  const store = await openLanceStore({ folder, clock, log: () => {}, ...(writer && { writer }) });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
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
