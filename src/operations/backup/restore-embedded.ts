import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { folderPlace } from '../../archive/repository/folder-place.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import type { RestoredCollection } from '../../embedded/services.ts';
import type { Runtime } from '../../runtime.ts';
import { ensureBackend } from '../backend.ts';
import { checkRoom } from './check-room.ts';
import { LANCE_FOLDER } from './lance-folder.ts';
import { progressOf } from './progress-of.ts';
import type { RestoreTarget, RestoreWorld } from './restore-target.ts';
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
    await rm(copy, { recursive: true, force: true });
    await unpack(source, copy, runtime);
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

async function unpack(source: BackupSource, folder: string, runtime: Runtime): Promise<void> {
  const files = source.manifest.files.filter(({ path }) => path.startsWith(`${LANCE_FOLDER}/`));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  // Once beside the corpus, and once more in it.
  await checkRoom('The restore', folderPlace(dirname(folder)), 2 * total);
  const progress = progressOf('Restoring', total, runtime);
  try {
    for (const file of files) {
      // The manifest's paths were checked as it was read: none leads out of the folder.
      const path = join(folder, file.path.slice(LANCE_FOLDER.length + 1));
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const content = async function* () {
        for await (const bytes of source.read(file)) {
          progress.add(bytes.length);
          yield bytes;
        }
      };
      await pipeline(content, createWriteStream(path, { mode: 0o600 }), {
        signal: runtime.signal,
      });
    }
  } finally {
    progress.end();
  }
}
