import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Clock } from '../../runtime.ts';
import { fileLock } from '../../state/file-lock.ts';
import { acquireLock } from '../../state/lock.ts';
import { nameRoot, type Roots, readRoots, writeRoots } from '../../state/roots.ts';
import { isInside } from './is-inside.ts';
import { pathOf } from './path-of.ts';
import { systemReason } from './system-reason.ts';

/** A path to ingest, with the source that it belongs to. All paths are real ones. */
export interface Target {
  /** As it was given. */
  given: string;
  source: string;
  /** Whether the name was asked for, and not made from the folder's. */
  named: boolean;
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
}

/**
 * Finds out to which source each path belongs. A path inside a recorded root belongs to that one, so
 * that no document is there twice.
 * @throws GeckoError USAGE, PATH_MISSING (exit 2), PRUNE_REFUSED (5), STATE_UNREADABLE
 */
export function findTargets({ paths, source, prune, rootsFile }: TargetInput): Target[] {
  checkName(source);
  const places = paths.map((given) => findPlace(given, prune));
  let roots = readRoots(rootsFile);
  return places.map((place) => {
    const target = toTarget(place, roots, source);
    roots = { ...roots, [target.source]: target.root };
    return target;
  });
}

export interface RecordInput {
  targets: readonly Target[];
  rootsFile: string;
  clock: Clock;
  signal: AbortSignal;
  /** Asked for a name that belongs to another folder until now. @throws where it stays there */
  confirmMove(source: string, before: string, now: string): Promise<void>;
}

/**
 * Records the sources of targets that are about to be sent: a name keeps its folder.
 * @throws GeckoError SOURCE_TAKEN (exit 22) where another run gave a name away meanwhile, LOCKED, and
 * what `confirmMove` throws
 */
export async function recordSources(input: RecordInput): Promise<void> {
  const { targets, rootsFile: path, clock, signal } = input;
  // Asked before the lock is taken: others go on while a person thinks.
  const agreed = new Map<string, string>();
  for (const { source, root, named } of targets) {
    const known = rootOf(readRoots(path), source);
    if (!named || known === undefined || known === root || agreed.has(source)) continue;
    await input.confirmMove(source, known, root);
    agreed.set(source, known);
  }
  const command = 'gecko ingest';
  const lock = await acquireLock({
    place: fileLock(`${path}.lock`),
    command,
    waitMs: 10_000,
    clock,
    signal,
  });
  try {
    const before = readRoots(path);
    const roots = Object.fromEntries(targets.map(({ source, root }) => [source, root]));
    for (const { source, root } of targets) {
      const known = rootOf(before, source);
      if (known !== undefined && known !== root && known !== agreed.get(source))
        throw taken(source, known);
    }
    const after = { ...before, ...roots };
    if (JSON.stringify(after) !== JSON.stringify(before)) await writeRoots(path, after);
  } finally {
    await lock.release();
  }
}

function rootOf(roots: Roots, source: string): string | undefined {
  return Object.hasOwn(roots, source) ? roots[source] : undefined;
}

function taken(source: string, root: string): GeckoError {
  return new GeckoError('SOURCE_TAKEN', `The source ${source} is ${root} since a moment ago`, {
    exitCode: exitCodes.conflict,
    hint: 'Another gecko ingests a folder of the same name: run the command again.',
  });
}

/** What the backend takes; told before anything is sent. */
function checkName(source: string | undefined): void {
  if (source === undefined || isSourceName(source)) return;
  throw new GeckoError('USAGE', `${JSON.stringify(source)} cannot be the name of a source`, {
    exitCode: exitCodes.usage,
    hint: 'A name has 1 to 200 characters, no slash and no control character; . and .. are none.',
  });
}

function isSourceName(text: string): boolean {
  return /^[^/\p{Cc}]{1,200}$/u.test(text) && text !== '.' && text !== '..';
}

function findPlace(given: string, prune: boolean): Place {
  // An unset variable of a script, which must not mean the working directory.
  if (given === '')
    throw new GeckoError('USAGE', 'A path is empty', {
      exitCode: exitCodes.usage,
      hint: 'Name a file or a folder; . is the working directory. Nothing was sent.',
    });
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
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw missing(given, prune);
    if (code !== 'ELOOP' && code !== 'ENAMETOOLONG') throw error;
    throw new GeckoError('PATH_MISSING', `${given} cannot be followed: ${systemReason(error)}`, {
      exitCode: exitCodes.usage,
      hint: 'Nothing was sent.',
    });
  }
}

function toTarget({ given, file, folder }: Place, roots: Roots, name?: string): Target {
  const top = folder ? file : dirname(file);
  const known = rootAround(top, roots, name);
  const root = known?.[1] ?? top;
  const source = known?.[0] ?? name ?? nameRoot(roots, root);
  const named = name !== undefined;
  return { given, source, named, root, folder, file, path: pathOf(root, file) };
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
