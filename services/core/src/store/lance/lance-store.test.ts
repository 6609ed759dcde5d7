import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeConformance } from '../../../../../test/conformance/store.ts';
import { systemClock } from '../../clock.ts';
import { openLanceStore } from './lance-store.ts';

storeConformance('LanceDB', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gecko-lance-'));
  const open = () => openLanceStore({ folder, clock: systemClock, log: () => {} });
  let store = await open();
  return {
    store,
    async reopen() {
      await store.close();
      store = await open();
      return store;
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
