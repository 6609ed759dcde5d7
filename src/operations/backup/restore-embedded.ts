import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { SavedStore } from '../../archive/repository/manifest.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import type { DamagedStore, StoredCollection } from '../../embedded/services.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { swapStore } from '../../state/store-swap.ts';
import { readToken } from '../../state/token.ts';
import { ensureBackend } from '../backend.ts';
import { warningLog } from '../warning-log.ts';
import type { RestoredCorpus, RestoreTarget, RestoreWorld } from './restore-target.ts';
import { unpackLance } from './unpack-lance.ts';
import { withOwnMutex } from './with-own-mutex.ts';

/** The embedded corpus, to be restored into; to be looked at, it starts nothing. */
export async function restoreEmbedded({ source, runtime }: RestoreWorld): Promise<RestoreTarget> {
  const found = await storeNow(runtime);
  const damage = 'damage' in found ? found.damage : null;
  const collections = 'damage' in found ? [] : found;
  return {
    now: { kind: 'lancedb', version: null, taken: [], collections },
    damage,
    async carryOut(store) {
      // Services do not start on a store that is damaged.
      if (damage === null) await ensureBackend(runtime);
      const restored = await withOwnMutex('gecko restore', runtime, () =>
        carryOut(source, store, runtime),
      );
      await ensureBackend(runtime);
      return restored;
    },
  };
}

type Described = Pick<StoredCollection, 'collection' | 'documents' | 'fingerprint'>;

/** Said by services that run; where none run nobody starts them meanwhile, and the store is opened. */
async function storeNow(runtime: Runtime): Promise<readonly Described[] | DamagedStore> {
  const { supervisor, connect, paths, signal } = runtime;
  const daemon = await supervisor.find();
  if (daemon) {
    const client = connect(daemon.urls.rag, readToken(paths.project.token));
    try {
      const { collections } = await client.collections(signal);
      return collections.map(({ name, documents, fingerprint }) => ({
        collection: name,
        documents,
        fingerprint: { ...fingerprint },
      }));
    } catch (error) {
      if (error instanceof GeckoError && error.code === 'INTEGRITY')
        return { damage: error.message };
      throw error;
    }
  }
  let found: readonly Described[] | DamagedStore = [];
  await supervisor.restartAround(async () => {
    if (!existsSync(paths.project.store)) return;
    found = await (await runtime.docker()).examineStore();
  }, signal);
  return found;
}

/** Put beside the corpus, opened as one, and moved into fresh generations of it. */
async function carryOut(
  source: BackupSource,
  store: SavedStore,
  runtime: Runtime,
): Promise<RestoredCorpus> {
  const { paths, supervisor, signal, ui } = runtime;
  const copy = `${paths.project.store}.restore`;
  try {
    await unpackLance(source, copy, 'Restoring', runtime);
    let restored: RestoredCorpus = { collections: [], aside: null };
    ui.event({ type: 'step', text: 'Carrying the documents over' });
    await supervisor.restartAround(async () => {
      const { restoreStore } = await runtime.docker();
      const found = await restoreStore(copy, warningLog(ui));
      restored =
        'damage' in found
          ? await takePlace(copy, store, runtime)
          : { collections: found, aside: null };
    }, signal);
    return restored;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** What is there cannot be read: what was restored takes its place as a whole, once that is proven. */
async function takePlace(
  copy: string,
  saved: SavedStore,
  { paths, clock, docker }: Runtime,
): Promise<RestoredCorpus> {
  if (saved.kind !== 'lancedb') throw new Error('a backup of another store');
  const collections = await (await docker()).proveRestored(copy, saved.collections);
  const aside = await swapStore(copy, paths.project.store, clock.now());
  return { collections, aside };
}
