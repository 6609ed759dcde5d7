import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Clock } from '../../runtime.ts';
import { acquireLock } from '../../state/lock.ts';
import { nameRoot, type Roots, readRoots, writeRoots } from '../../state/roots.ts';
import { isInside, pathOf } from './walk.ts';

/** A path to ingest, with the source that it belongs to. All paths are real ones. */
export interface Target {
  /** As it was given. */
  given: string;
  source: string;
  root: string;
  folder: boolean;
  /** The file or folder itself. */
  file: string;
  /** The same relative to the root, NFC, with `/`; empty for the root. */
  path: string;
}

interface Place {
  given: string;
  file: string;
  folder: boolean;
}

export interface TargetInput {
  paths: readonly string[];
  /** Name to use in place of the folder's. */
  source?: string | undefined;
  prune: boolean;
  /** File that records the roots. */
  rootsFile: string;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * Finds out to which source each path belongs, and records new sources. A path inside a recorded
 * root belongs to that one, so that no document is there twice.
 * @throws GeckoError USAGE, PATH_MISSING (exit 2), PRUNE_REFUSED (5), STATE_UNREADABLE, LOCKED
 */
export async function findTargets(input: TargetInput): Promise<Target[]> {
  checkName(input.source);
  const places = input.paths.map((given) => findPlace(given, input.prune));
  const { clock, signal, rootsFile: path } = input;
  const lock = await acquireLock({
    path: `${path}.lock`,
    command: 'gecko ingest',
    waitMs: 10_000,
    clock,
    signal,
  });
  try {
    const before = readRoots(path);
    let roots = before;
    const targets = places.map((place) => {
      const target = toTarget(place, roots, input.source);
      roots = { ...roots, [target.source]: target.root };
      return target;
    });
    if (JSON.stringify(roots) !== JSON.stringify(before)) await writeRoots(path, roots);
    return targets;
  } finally {
    lock.release();
  }
}

/** What the backend takes; told before anything is sent. */
function checkName(source: string | undefined): void {
  if (source === undefined || /^[^/\0]{1,200}$/.test(source)) return;
  throw new GeckoError('USAGE', `${JSON.stringify(source)} cannot be the name of a source`, {
    exitCode: exitCodes.usage,
    hint: 'A name has 1 to 200 characters and no slash.',
  });
}

function findPlace(given: string, prune: boolean): Place {
  try {
    const file = realpathSync(given);
    const stats = statSync(file);
    if (!stats.isDirectory() && !stats.isFile())
      throw new GeckoError('PATH_MISSING', `${given} is neither a file nor a folder`, {
        exitCode: exitCodes.usage,
        hint: 'gecko reads regular files. Nothing was sent.',
      });
    return { given, file, folder: stats.isDirectory() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    throw missing(given, prune);
  }
}

function toTarget({ given, file, folder }: Place, roots: Roots, name?: string): Target {
  const top = folder ? file : dirname(file);
  const known = rootAround(top, roots, name);
  const root = known?.[1] ?? top;
  const source = known?.[0] ?? name ?? nameRoot(roots, root);
  return { given, source, root, folder, file, path: pathOf(root, file) };
}

/** The innermost recorded root that holds the folder; only the named one where a name is given. */
function rootAround(folder: string, roots: Roots, name?: string): [string, string] | undefined {
  return Object.entries(roots)
    .filter(([source, root]) => (name ?? source) === source && isInside(root, folder))
    .sort(([, a], [, b]) => b.length - a.length)[0];
}

function missing(given: string, prune: boolean): GeckoError {
  const message = `There is no such file or folder: ${given}`;
  return prune
    ? new GeckoError('PRUNE_REFUSED', `${message}. --prune does not take that for a deletion`, {
        exitCode: exitCodes.confirmation,
        hint: 'Is a disk not mounted? Nothing was removed. To remove documents by name: `gecko corpus rm SOURCE/PATH`.',
      })
    : new GeckoError('PATH_MISSING', message, {
        exitCode: exitCodes.usage,
        hint: 'Relative paths count from the working directory. Nothing was sent.',
      });
}
