import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { CollectionInfo } from '@gecko/core/contract/corpus';
import type { ListedBackup } from '../../archive/repository/list-backups.ts';
import type { ManifestFile } from '../../archive/repository/manifest.ts';
import { PIECE_SIZE } from '../../archive/repository/piece-size.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { StoredCollection } from '../../embedded/services.ts';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { readToken } from '../../state/token.ts';
import { LANCE_FOLDER } from './lance-folder.ts';
import { linkTree } from './link-tree.ts';
import { nothingSaved, type Saved } from './saved.ts';
import { storeAll, type WaitingFile } from './store-all.ts';
import { unchanging } from './unchanging.ts';
import { whileFrozen } from './while-frozen.ts';

/** Where the store keeps what gecko tells the page, which is of one moment and no part of the corpus. */
const notes = 'notes';

/**
 * Stores the embedded corpus as it is at one moment: the services finish the commit under way and keep
 * others waiting while its files get second names, and go on while those are stored.
 * @throws GeckoError NOTHING_THERE (exit 10), NO_SPACE (24), and what opening that copy throws
 */
export async function saveEmbedded(
  place: RepositoryPlace,
  { before, reread }: { before: readonly ListedBackup[]; reread: boolean },
  runtime: Runtime,
): Promise<Saved> {
  const { paths, signal, ui } = runtime;
  const { store } = paths.project;
  const copy = `${store}.backup`;
  try {
    ui.event({ type: 'step', text: 'Holding the corpus still' });
    const collections = await copyStill(() => linked(store, copy), copy, runtime);
    signal.throwIfAborted();
    const { files, written } = await storeAll(
      await filesIn(copy, unchanging(before, runtime.config.project)),
      place,
      runtime,
      { reread },
    );
    return {
      content: { ...nothingSaved, store: { kind: 'lancedb', collections }, files },
      written,
    };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/**
 * Services that run hold still for it, and say what it holds; where none run nobody starts them meanwhile,
 * and the copy is opened.
 */
async function copyStill(
  copy: () => Promise<void>,
  folder: string,
  runtime: Runtime,
): Promise<StoredCollection[]> {
  const { supervisor, connect, paths, signal } = runtime;
  const daemon = await supervisor.find();
  if (daemon) {
    const client = connect(daemon.urls.rag, readToken(paths.project.token));
    const work = async (isFrozen: boolean) => {
      if (!isFrozen) return null;
      await copy();
      return (await client.collections(signal)).collections.map(described);
    };
    const found = await whileFrozen(client, work, runtime);
    if (found) return found;
  }
  await supervisor.restartAround(copy, signal);
  const tools = await runtime.docker();
  return tools.describeStore(folder);
}

function described({ name, fingerprint, documents, chunks }: CollectionInfo): StoredCollection {
  return { collection: name, fingerprint: { ...fingerprint }, documents, chunks };
}

async function linked(store: string, copy: string): Promise<void> {
  try {
    await linkTree(store, copy);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new GeckoError('NOTHING_THERE', 'There is no corpus to back up yet', {
      exitCode: exitCodes.nothing,
      hint: '`gecko ingest PATH` brings files into the corpus.',
      cause: error,
    });
  }
}

async function filesIn(
  folder: string,
  earlier: ReadonlyMap<string, ManifestFile>,
): Promise<WaitingFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(folder, path).startsWith(`${notes}${sep}`))
    .sort();
  return Promise.all(
    paths.map(async (found) => {
      const path = `${LANCE_FOLDER}/${relative(folder, found).split(sep).join('/')}`;
      const { size } = await stat(found);
      const known = earlier.get(path);
      return {
        path,
        size,
        read: () => createReadStream(found, { highWaterMark: PIECE_SIZE }),
        earlier: known?.size === size ? known : undefined,
      };
    }),
  );
}
