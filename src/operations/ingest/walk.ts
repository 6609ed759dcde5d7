import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { isNoDocument } from './not-documents.ts';

/** What lies below a root. `path` is relative to the root, NFC, with `/`. */
export type Found =
  /** `file` is the path as the system spells it, `size` in bytes. */
  | { kind: 'file'; path: string; file: string; size: number }
  /** A picture, an archive and the like, by its extension. */
  | { kind: 'leftOut'; path: string }
  /** Left alone on purpose. */
  | { kind: 'skipped'; path: string; reason: string }
  /** Should have been read, but cannot be. */
  | { kind: 'failed'; path: string; reason: string };

/** Folders that hold copies of others' work; hidden ones such as .git are left out as hidden. */
const leftOut = new Set(['node_modules']);

/**
 * Everything below a folder of a root, depth first and in the order of names, so that every run
 * sees the same. Links are never followed: what they point to inside the root is found there.
 */
export async function* walk(root: string, folder = root): AsyncGenerator<Found> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    yield { kind: 'failed', path: pathOf(root, folder), reason: systemReason(error) };
    return;
  }
  for (const entry of entries.sort(byName)) {
    if (entry.name.startsWith('.') || leftOut.has(entry.name)) continue;
    const file = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(root, file);
    else yield* look(root, file);
  }
}

/** One entry that is not a folder; lstat, because some file systems give no types with the names. */
async function* look(root: string, file: string): AsyncGenerator<Found> {
  const path = pathOf(root, file);
  try {
    const stats = await lstat(file);
    if (stats.isDirectory()) yield* walk(root, file);
    else if (stats.isFile())
      yield isNoDocument(path.split('/').at(-1) ?? path)
        ? { kind: 'leftOut', path }
        : { kind: 'file', path, file, size: stats.size };
    else if (!stats.isSymbolicLink()) yield { kind: 'skipped', path, reason: 'not a regular file' };
    else if (!isInside(root, await realpath(file)))
      yield { kind: 'skipped', path, reason: 'a link that leads out of the folder' };
  } catch (error) {
    // A name of other bytes was changed by reading it, and is not there under what came out.
    const reason = path.includes('\ufffd') ? 'its name is not UTF-8' : systemReason(error);
    yield { kind: 'failed', path, reason };
  }
}

/** A path below the root as documents are known by. */
export function pathOf(root: string, file: string): string {
  return relative(root, file).split(sep).join('/').normalize('NFC');
}

/** Whether a real path is the root or lies below it. */
export function isInside(root: string, file: string): boolean {
  const path = relative(root, file);
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path));
}

/** An error of the file system in words. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOENT':
      return 'it is gone, or a link that leads nowhere';
    case 'ELOOP':
      return 'a link that leads in a circle';
    case 'ENAMETOOLONG':
      return 'its path is too long';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

/** By code units and not by locale: the same on every machine. */
function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
