import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { archiveDamaged } from '../../archive/file/archive-damaged.ts';
import { archiveSource } from '../../archive/file/archive-source.ts';
import { surveyArchive } from '../../archive/file/survey-archive.ts';
import { Damage } from '../../archive/repository/damage.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { progressOf } from './progress-of.ts';

/**
 * The backup in a file that `gecko backup export` wrote, every byte of it compared with its manifest.
 * @throws GeckoError BACKUP_MISSING (exit 10), BACKUP_NEWER (22), BACKUP_DAMAGED (25), and the signal's reason
 */
export async function checkedArchive(asked: string, runtime: Runtime): Promise<BackupSource> {
  const path = resolve(asked);
  const size = await sizeOf(path);
  const progress = progressOf('Verifying the backup', size, runtime);
  try {
    const survey = await surveyArchive(path, progress.add, runtime.signal);
    if ('manifest' in survey) {
      if (survey.problems.length > 0) throw archiveDamaged(path, survey.problems);
      return archiveSource(path, survey.manifest);
    }
    if (survey.kind === 'damaged') throw archiveDamaged(path, [survey.problem]);
    throw newer(path, survey.problem);
  } catch (error) {
    throw error instanceof Damage ? archiveDamaged(path, [error.message]) : error;
  } finally {
    progress.end();
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
    throw missing(path, `${path} is no file`);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR', 'EACCES'].includes(errorCode(error))) throw error;
    throw missing(path, `There is no file ${path} that can be read`, error);
  }
}

function missing(path: string, message: string, cause?: unknown): GeckoError {
  return new GeckoError('BACKUP_MISSING', message, {
    exitCode: exitCodes.nothing,
    hint: 'Give a file that gecko backup export wrote, or the id of a backup: gecko backup list.',
    details: { path },
    cause,
  });
}

function newer(path: string, problem: string): GeckoError {
  return new GeckoError('BACKUP_NEWER', `The backup in ${path} cannot be read: ${problem}`, {
    exitCode: exitCodes.conflict,
    hint: 'Use that gecko, or a newer one. Nothing was changed.',
    details: { path },
  });
}
