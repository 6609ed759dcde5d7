import { statSync } from 'node:fs';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Tally } from './tally.ts';
import type { Target } from './targets.ts';
import { type Found, walk } from './walk.ts';

/** A file to ingest. */
export interface SourceFile {
  source: string;
  root: string;
  /** Relative to the root, NFC, with `/`. */
  path: string;
  /** As the system spells it. */
  file: string;
  /** Bytes. */
  size: number;
}

/**
 * All files of the targets by `source/path`, in a stable order; a file that two targets name is
 * there once. What cannot be read goes to the tally.
 * @throws GeckoError FOLDER_EMPTY (exit 2), PRUNE_REFUSED (5)
 */
export async function gatherFiles(
  targets: readonly Target[],
  { prune, tally, signal }: { prune: boolean; tally: Tally; signal: AbortSignal },
): Promise<Map<string, SourceFile>> {
  const files = new Map<string, SourceFile>();
  for (const target of targets) {
    let documents = 0;
    let others = 0;
    for await (const found of filesOf(target)) {
      signal.throwIfAborted();
      take(found, target, files, tally);
      if (found.kind === 'file') documents += 1;
      else others += 1;
    }
    // A folder with nothing but, say, lost+found is what a disk that is not mounted leaves.
    if (documents === 0 && (prune || others === 0)) throw empty(target, prune);
  }
  return files;
}

async function* filesOf({ root, folder, file, path }: Target): AsyncGenerator<Found> {
  if (folder) yield* walk(root, file);
  else yield { kind: 'file', path, file, size: statSync(file).size };
}

function take(
  found: Found,
  { source, root }: Target,
  files: Map<string, SourceFile>,
  tally: Tally,
): void {
  const name = `${source}/${found.path}`;
  if (found.kind === 'leftOut') {
    tally.leftOut += 1;
    return;
  }
  if (found.kind !== 'file') {
    tally[found.kind].push({ source: name, reason: found.reason });
    return;
  }
  const other = files.get(name);
  if (other && other.file !== found.file)
    tally.failed.push({ source: name, reason: 'another file has the same name but for accents' });
  else files.set(name, { source, root, path: found.path, file: found.file, size: found.size });
}

function empty({ given }: Target, prune: boolean): GeckoError {
  return prune
    ? new GeckoError(
        'PRUNE_REFUSED',
        `${given} has no documents. --prune does not take that for a deletion`,
        {
          exitCode: exitCodes.confirmation,
          hint: 'Is a disk not mounted? Nothing was removed. To remove documents by name: `gecko corpus rm SOURCE/PATH`.',
        },
      )
    : new GeckoError('FOLDER_EMPTY', `${given} has no files to ingest`, {
        exitCode: exitCodes.usage,
        hint: 'Hidden files and node_modules are left out. Nothing was sent.',
      });
}
