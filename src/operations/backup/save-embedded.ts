import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ManifestFile } from '../../archive/repository/manifest.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { readToken } from '../../state/token.ts';
import { LANCE_FOLDER } from './lance-folder.ts';
import { linkTree } from './link-tree.ts';
import { nothingSaved, type Saved } from './saved.ts';
import { storeAll } from './store-all.ts';
import { whileFrozen } from './while-frozen.ts';

/**
 * Stores the embedded corpus as it is at one moment: the services finish the commit under way and keep
 * others waiting while its files get second names, and go on while those are stored.
 * @throws GeckoError NOTHING_THERE (exit 10), NO_SPACE (24), and what opening that copy throws
 */
export async function saveEmbedded(place: RepositoryPlace, runtime: Runtime): Promise<Saved> {
  const { paths, signal, ui } = runtime;
  const { store } = paths.project;
  const copy = `${store}.backup`;
  try {
    ui.event({ type: 'step', text: 'Holding the corpus still' });
    await copyStill(() => linked(store, copy), runtime);
    signal.throwIfAborted();
    const tools = await runtime.docker();
    const collections = await tools.describeStore(copy);
    const { files, written } = await storeFolder(copy, place, runtime);
    return {
      content: { ...nothingSaved, store: { kind: 'lancedb', collections }, files },
      written,
    };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** Services that run hold still for it; nobody starts them meanwhile where none run. */
async function copyStill(copy: () => Promise<void>, runtime: Runtime): Promise<void> {
  const { supervisor, connect, paths, signal } = runtime;
  const daemon = await supervisor.find();
  if (daemon) {
    const client = connect(daemon.urls.rag, readToken(paths.project.token));
    const work = async (isFrozen: boolean) => {
      if (isFrozen) await copy();
      return isFrozen;
    };
    if (await whileFrozen(client, work, runtime)) return;
  }
  await supervisor.restartAround(copy, signal);
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

async function storeFolder(
  folder: string,
  place: RepositoryPlace,
  runtime: Runtime,
): Promise<{ files: ManifestFile[]; written: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const waiting = await Promise.all(
    paths.map(async (path) => ({
      path: `${LANCE_FOLDER}/${relative(folder, path).split(sep).join('/')}`,
      size: (await stat(path)).size,
      read: () => createReadStream(path),
    })),
  );
  return storeAll(waiting, place, runtime);
}
