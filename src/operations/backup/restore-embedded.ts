import { rm } from 'node:fs/promises';
import type { BackupSource } from '../../archive/repository/source.ts';
import type { RestoredCollection } from '../../embedded/services.ts';
import type { Runtime } from '../../runtime.ts';
import { ensureBackend } from '../backend.ts';
import type { RestoreTarget, RestoreWorld } from './restore-target.ts';
import { unpackLance } from './unpack-lance.ts';
import { withOwnMutex } from './with-own-mutex.ts';

/** The embedded corpus, to be restored into. @throws GeckoError what Supervisor.ensure throws */
export async function restoreEmbedded({ source, runtime }: RestoreWorld): Promise<RestoreTarget> {
  const client = await ensureBackend(runtime);
  const { collections } = await client.collections(runtime.signal);
  return {
    now: {
      kind: 'lancedb',
      version: null,
      collections: collections.map(({ name, documents, fingerprint }) => ({
        collection: name,
        documents,
        fingerprint: { ...fingerprint },
      })),
    },
    carryOut: () => withOwnMutex('gecko restore', runtime, () => carryOut(source, runtime)),
  };
}

/** Put beside the corpus, opened as one, and carried into fresh generations of it. */
async function carryOut(source: BackupSource, runtime: Runtime): Promise<RestoredCollection[]> {
  const { paths, supervisor, signal, ui } = runtime;
  const { store } = paths.project;
  const copy = `${store}.restore`;
  try {
    // Once beside the corpus, and once more in it.
    await unpackLance(source, copy, { text: 'Restoring', copies: 2 }, runtime);
    let restored: RestoredCollection[] = [];
    ui.event({ type: 'step', text: 'Carrying the documents over' });
    await supervisor.restartAround(async () => {
      const tools = await runtime.docker();
      restored = await tools.restoreStore(copy);
    }, signal);
    return restored;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
