import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { durableStoreConformance } from '../../../../../test/conformance/store.ts';
import { startQdrantServer } from '../../../../../test/fakes/qdrant-server.ts';
import { systemClock } from '../../clock.ts';
import { openQdrantStore } from './qdrant-store.ts';

durableStoreConformance('Qdrant (a stand-in)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gecko-qdrant-'));
  const apiKey = 'a-key';
  let server = await startQdrantServer({ folder, apiKey });
  const open = () =>
    openQdrantStore({ url: server.url, apiKey, clock: systemClock, log: () => {} });
  let store = await open();
  return {
    store,
    async reopen() {
      await store.close();
      await server.close();
      server = await startQdrantServer({ folder, apiKey });
      store = await open();
      return store;
    },
    async close() {
      await store.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
