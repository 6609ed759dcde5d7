import { systemClock } from '@gecko/core/clock';
import { openQdrantStore } from '@gecko/core/store/qdrant/qdrant-store';
import type { DurableStoreUnderTest } from '../conformance/store.ts';

export interface RealQdrant {
  url: string;
  apiKey?: string | undefined;
}

/** Names that the conformance suite gives; of a real Qdrant nothing else is touched. */
const NAMES = ['corpus', 'other', 'words'];

/** A Qdrant that somebody runs for tests, without the suite's collections of an earlier run. */
export async function openRealQdrant({ url, apiKey }: RealQdrant): Promise<DurableStoreUnderTest> {
  const open = () => openQdrantStore({ url, apiKey, clock: systemClock, log: () => {} });
  let store = await open();
  const clear = async () => {
    for (const name of NAMES)
      await store.drop(name).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'COLLECTION_MISSING'))
          throw error;
      });
  };
  await clear();
  return {
    store,
    async reopen() {
      await store.close();
      store = await open();
      return store;
    },
    async close() {
      await clear();
      await store.close();
    },
  };
}
