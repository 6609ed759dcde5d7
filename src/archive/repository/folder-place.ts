import { link, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { flushFolder } from '../flush-folder.ts';
import { draftOf, isDraft, isDraftOfDead } from './drafts.ts';
import type { Entry, Kind, RepositoryPlace } from './place.ts';

/** Nobody else may read what a backup holds. */
const [folderMode, fileMode] = [0o700, 0o600];
/** Milliseconds after which nobody is writing a draft any more, not even on another machine. */
const abandoned = 24 * 60 * 60_000;

/** A repository in a folder of this machine, or of a disk that is mounted. */
export function folderPlace(folder: string): RepositoryPlace {
  const at = (kind: Kind, name = '') => join(folder, kind, name);
  const tried = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      throw placeError(folder, error);
    });
  return {
    name: folder,
    isSealed: false,
    signers: [],
    names: (kind) => tried(list(at(kind)).then((all) => all.filter((one) => !isDraft(one)))),
    entries: (kind) => tried(entriesOf(at(kind))),
    storedName: (sha256) => sha256,
    read: (kind, name, limit) => tried(readUpTo(at(kind, name), limit)),
    write: (kind, name, bytes) =>
      tried(
        (async () => {
          // The names of many blobs are flushed together, before the manifest that makes them count.
          if (kind === 'manifests') await flushFolder(at('blobs'));
          await writeWhole(at(kind, name), bytes, (draft, path) => rename(draft, path));
          if (kind !== 'blobs') await flushFolder(at(kind));
        })(),
      ),
    create: (kind, name, bytes) =>
      tried(
        writeWhole(at(kind, name), bytes, publish).then(
          () => flushFolder(at(kind)).then(() => true),
          (error: unknown) => {
            if (errorCode(error) === 'EEXIST') return false;
            throw error;
          },
        ),
      ),
    remove: (kind, name) =>
      tried(rm(at(kind, name), { force: true }).then(() => flushFolder(at(kind)))),
    clean: (now) =>
      tried(
        (async () => {
          for (const kind of ['blobs', 'manifests', 'keys', 'locks'] as const)
            for (const name of (await list(at(kind))).filter(isDraft)) {
              const draft = at(kind, name);
              const seen = await stat(draft).catch(nothingWhereMissing);
              if (seen && (isDraftOfDead(name) || now - seen.mtimeMs > abandoned))
                await rm(draft, { force: true });
            }
        })(),
      ),
    free: () => tried(freeBytes(folder)),
  };
}

/** Node's own way to make a folder with those above it never ends where one cannot be made, as below /proc. */
async function makeFolder(path: string): Promise<void> {
  const above = dirname(path);
  if (above !== path && !(await stat(above).catch(nothingWhereMissing))) await makeFolder(above);
  await mkdir(path, { mode: folderMode }).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
}

async function list(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(nothingWhereMissing)) ?? [];
}

async function entriesOf(folder: string): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const name of await list(folder)) {
    const known = isDraft(name) ? null : await stat(join(folder, name)).catch(nothingWhereMissing);
    if (known) found.push({ name, size: known.size, changedAt: known.mtimeMs });
  }
  return found;
}

async function readUpTo(path: string, limit: number): Promise<Buffer | null> {
  const file = await open(path, 'r').catch(nothingWhereMissing);
  if (!file) return null;
  try {
    const { size } = await file.stat();
    const bytes = Buffer.allocUnsafe(Math.min(size, limit + 1));
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

/** @param put gives the whole file its name; the draft may stay */
async function writeWhole(
  path: string,
  bytes: Uint8Array,
  put: (draft: string, path: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  await makeFolder(folder);
  const draft = draftOf(path);
  try {
    const file = await open(draft, 'wx', fileMode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await put(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** By a link, which never replaces anything. Some file systems have none. */
async function publish(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errorCode(error))) throw error;
    // Whoever makes this file goes on; a reader may see it before all of it is there.
    await (await open(path, 'wx', fileMode)).close();
    await rename(draft, path);
  }
  await rm(draft, { force: true });
}

/** Of the disk that the folder lies on, or will. */
async function freeBytes(folder: string): Promise<number | null> {
  for (let at = folder; ; at = dirname(at)) {
    const found = await statfs(at).catch(nothingWhereMissing);
    if (found) return found.bavail * found.bsize;
    if (at === dirname(at)) return null;
  }
}

function nothingWhereMissing(error: unknown): null {
  if (errorCode(error) === 'ENOENT') return null;
  throw error;
}

function placeError(folder: string, cause: unknown): unknown {
  const code = errorCode(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new GeckoError('NO_SPACE', `There is no room left in ${folder}`, {
      exitCode: exitCodes.space,
      hint: 'Nothing was lost: a backup exists only once it is complete. Make room, or name another folder with --to.',
      cause,
    });
  if (!(cause instanceof Error) || !('syscall' in cause)) return cause;
  return new GeckoError('BACKUP_TARGET', `${folder} cannot be used for backups: ${cause.message}`, {
    exitCode: exitCodes.failure,
    hint: 'Name a folder that you may write, with --to or the key backup.folder.',
    cause,
  });
}
