import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type ArchiveFormat, archiveFormat } from '../../archive/file/archive-format.ts';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';

/** A file that an archive is written to. */
export interface ArchiveTarget {
  path: string;
  format: ArchiveFormat;
}

/**
 * Where an archive goes, before any work is done for it; a file that is there is replaced only where that
 * is said. Null: it is not to be replaced.
 * @param format as asked for; absent: as the name says
 * @throws GeckoError USAGE (exit 2) where the name says another, CONFIRMATION_NEEDED (exit 5), BACKUP_TARGET (1)
 */
export async function archiveTarget(
  file: string,
  format: ArchiveFormat | undefined,
  { ui }: Pick<Runtime, 'ui'>,
): Promise<ArchiveTarget | null> {
  const path = resolve(file);
  const named = /\.(tgz|gz|zst)(\.age)?$/i.test(path) ? archiveFormat(path) : null;
  if (format !== undefined && named !== null && named !== format)
    throw new GeckoError(
      'USAGE',
      `${path} is the name of a ${named}, and --format says ${format}`,
      {
        exitCode: exitCodes.usage,
        hint: 'Leave --format out, or give the file the name of what it is.',
      },
    );
  const target = { path, format: format ?? archiveFormat(path) };
  const folder = await found(dirname(path));
  if (!folder?.isDirectory()) throw unusable(path, `there is no folder ${dirname(path)}`);
  const there = await found(path);
  if (there === null) return target;
  if (!there.isFile()) throw unusable(path, 'it is no file');
  const question = `${path} is there already. Replace it?`;
  return (await ui.confirm(question, '--yes')) ? target : null;
}

async function found(path: string) {
  return stat(path).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return null;
    throw error;
  });
}

function unusable(path: string, why: string): GeckoError {
  return new GeckoError('BACKUP_TARGET', `${path} cannot be written: ${why}`, {
    exitCode: exitCodes.failure,
    hint: 'Name a file in a folder that is there and that you may write.',
    details: { path },
  });
}
