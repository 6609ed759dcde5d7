import { chmodSync, lstatSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { bytesOf } from '../../export/bytes-of.ts';
import type { CarriedFile } from '../../export/export-file.ts';
import { markOf, marksFile, marksText } from './export-marks.ts';
import { makeFolder } from './make-folder.ts';
import type { Deployment } from './open-deployment.ts';
import type { Staging } from './open-staging.ts';

export interface WriteInput {
  /** Absolute. */
  folder: string;
  /** Of that folder; its own to remove. */
  staging: Staging;
  /** Name of the target. */
  target: string;
  files: readonly CarriedFile[];
  deployment: Deployment;
  version: string;
  /** Replaces what no export has written, too. */
  force: boolean;
}

/**
 * Writes an export. A folder that is not there appears whole; in one that is there each file is replaced
 * whole, those of an earlier export that are no longer part of it go, and everything else stays.
 * @throws GeckoError EXPORT_IN_THE_WAY (exit 22), before anything is changed
 */
export async function writeExport(input: WriteInput, signal: AbortSignal): Promise<void> {
  const { folder, staging, files, deployment } = input;
  const marks: Record<string, string> = {};
  for (const file of files) {
    signal.throwIfAborted();
    marks[file.path] = await stage(file, staging.files, deployment.secrets.token);
  }
  if (!staging.isNew) refuseForeign(input, marks);
  const { projectId } = deployment;
  const text = marksText({ projectId, files: marks }, input.target, input.version);
  await writeFile(join(staging.files, marksFile), text);
  if (staging.isNew) renameSync(staging.files, folder);
  else replace(input, staging.files);
}

/** @returns its mark */
async function stage(
  { path, content, mode }: CarriedFile,
  staging: string,
  key: string,
): Promise<string> {
  const bytes = await bytesOf(content);
  makeFolder(dirname(join(staging, path)));
  await writeFile(join(staging, path), bytes, { mode });
  // The services' users read some of them as they lie here, whatever the umask of who exports is.
  chmodSync(join(staging, path), mode);
  return markOf(bytes, key);
}

/** What is there and no export's own is in the way, unless it is the same. */
function refuseForeign(
  { folder, deployment, force }: WriteInput,
  marks: Readonly<Record<string, string>>,
): void {
  const { secrets, marks: before } = deployment;
  const foreign = Object.keys(marks).filter((path) => {
    const there = markAt(join(folder, path), secrets.token);
    return there !== null && there !== marks[path] && there !== before?.files[path];
  });
  if (foreign.length === 0 || force) return;
  const shown = foreign.slice(0, 5).join(', ');
  const rest = foreign.length > 5 ? ` and ${foreign.length - 5} more` : '';
  throw new GeckoError(
    'EXPORT_IN_THE_WAY',
    `${folder} has files that no export has written, or that were changed since: ${shown}${rest}`,
    {
      exitCode: exitCodes.conflict,
      hint: 'Export into another folder, or let them be replaced: --force. What is to differ belongs in gecko.yaml, .env or compose.override.yaml.',
      details: { folder, files: foreign },
    },
  );
}

/** Null where there is nothing; of what is no plain file, a mark that no file has. */
function markAt(path: string, key: string): string | null {
  try {
    return lstatSync(path).isFile() ? markOf(readFileSync(path), key) : 'no file';
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    if (errorCode(error) === 'ENOTDIR') return 'no file';
    throw error;
  }
}

/** The marks come last: what an interrupted export has written is the same as what the next one writes. */
function replace({ folder, files, deployment }: WriteInput, staging: string): void {
  for (const { path } of [...files, { path: marksFile }]) {
    makeFolder(dirname(join(folder, path)));
    renameSync(join(staging, path), join(folder, path));
  }
  const kept = new Set(files.map(({ path }) => path));
  for (const [path, mark] of Object.entries(deployment.marks?.files ?? {}))
    if (!kept.has(path) && markAt(join(folder, path), deployment.secrets.token) === mark)
      rmSync(join(folder, path));
}
