import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { isInside } from './is-inside.ts';
import { isNoDocument } from './not-documents.ts';
import { pathOf } from './path-of.ts';
import { systemReason } from './system-reason.ts';

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
    else {
      const isOut = !isInside(root, await realpath(file));
      const reason = isOut
        ? 'a link that leads out of the folder'
        : 'a link; what it points to is in the folder';
      yield { kind: 'skipped', path, reason };
    }
  } catch (error) {
    // A name of other bytes was changed by reading it, and is not there under what came out.
    const reason = path.includes('\ufffd') ? 'its name is not UTF-8' : systemReason(error);
    yield { kind: 'failed', path, reason };
  }
}

/** By code units and not by locale: the same on every machine. */
function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
