import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { WrongKey } from '../../archive/age/wrong-key.ts';
import { archiveDamaged } from '../../archive/file/archive-damaged.ts';
import { archiveSource } from '../../archive/file/archive-source.ts';
import { surveyArchive } from '../../archive/file/survey-archive.ts';
import { backupUnsigned } from '../../archive/repository/backup-unsigned.ts';
import { Damage } from '../../archive/repository/damage.ts';
import type { Unusable } from '../../archive/repository/parse-manifest.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { archiveKeys } from './archive-keys.ts';
import { backupWrongKey } from './backup-wrong-key.ts';
import { progressOf } from './progress-of.ts';
import type { RepositoryAccess } from './repository-access.ts';
import { signersOf } from './signers-of.ts';

/**
 * The backup in a file that `gecko backup export` wrote, every byte of it compared with its manifest.
 * @throws GeckoError BACKUP_MISSING (exit 10), BACKUP_NEWER (22), BACKUP_DAMAGED and
 *   BACKUP_UNSIGNED (25), BACKUP_SEALED, BACKUP_WRONG_KEY and BACKUP_OTHER_KEY (12), and the signal's reason
 */
export async function checkedArchive(
  asked: string,
  runtime: Runtime,
  access: RepositoryAccess,
): Promise<BackupSource> {
  const path = resolve(asked);
  const size = await sizeOf(path);
  const { keys, isOfPassphrase } = await archiveKeys(path, access, runtime);
  const signers = await signersOf(access, runtime);
  const provenBy = signers[0]?.name ?? (isOfPassphrase ? 'its passphrase' : null);
  const opened = { keys, signers };
  const progress = progressOf('Verifying the backup', size, runtime);
  try {
    const survey = await surveyArchive(path, progress.add, runtime.signal, opened);
    if ('manifest' in survey) {
      if (survey.problems.length > 0) throw archiveDamaged(path, survey.problems);
      return archiveSource(path, survey.manifest, { access: opened, provenBy });
    }
    if (survey.kind === 'damaged') throw archiveDamaged(path, [survey.problem]);
    throw unusable(path, survey);
  } catch (error) {
    if (error instanceof WrongKey) throw backupWrongKey(path);
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

function unusable(path: string, because: Unusable): GeckoError {
  if (because.kind === 'unsigned' || because.kind === 'other-key')
    return backupUnsigned(path, because);
  return new GeckoError(
    'BACKUP_NEWER',
    `The backup in ${path} cannot be read: ${because.problem}`,
    {
      exitCode: exitCodes.conflict,
      hint: 'Use that gecko, or a newer one. Nothing was changed.',
      details: { path },
    },
  );
}
