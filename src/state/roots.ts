import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { writeAtomic } from './atomic-file.ts';
import { readStoredJson, unreadableState } from './stored-json.ts';

const schemaVersion = 1;

/** Sources by name: the real path of each ingested root. */
export type Roots = Readonly<Record<string, string>>;

/**
 * The recorded roots; empty before the first ingest.
 * @throws GeckoError STATE_UNREADABLE, STATE_NEWER
 */
export function readRoots(path: string): Roots {
  const stored = readStoredJson(path, schemaVersion);
  if (stored === null) return {};
  const { roots } = stored;
  if (typeof roots !== 'object' || roots === null) throw unreadableState(path, 'it has no roots');
  const entries = Object.entries(roots);
  if (!entries.every(([, root]) => typeof root === 'string'))
    throw unreadableState(path, 'a root is not a path');
  return Object.fromEntries(entries);
}

/** Writes all roots. Callers that change them hold a lock from reading to here. */
export async function writeRoots(path: string, roots: Roots): Promise<void> {
  await writeAtomic(path, `${JSON.stringify({ schemaVersion, roots }, null, 2)}\n`);
}

/**
 * Name of the source with this real path: the one it had before, else the folder's base name, with
 * a short hash of the path where that name is another root's.
 */
export function nameRoot(roots: Roots, realPath: string): string {
  const known = Object.entries(roots).find(([, path]) => path === realPath);
  if (known) return known[0];
  const base = (basename(realPath) || 'root').normalize('NFC');
  if (!Object.hasOwn(roots, base)) return base;
  return `${base}-${createHash('sha256').update(realPath).digest('hex').slice(0, 6)}`;
}
