import type { AgeTo } from '../../archive/age/age-keys.ts';
import type { ArchiveFormat } from '../../archive/file/archive-format.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { type ArchiveTarget, archiveTarget } from './archive-target.ts';
import { archiveTo } from './archive-to.ts';
import { openRepository } from './open-repository.ts';
import type { RepositoryAccess } from './repository-access.ts';

export interface DestinationInput extends RepositoryAccess {
  /** Folder of the repository; absent: as configured. */
  to?: string | undefined;
  /** Written too, as one archive that needs nothing else. */
  file?: string | undefined;
  /** Of the file; absent: as its name says. */
  format?: ArchiveFormat | undefined;
}

/** A file that a backup is written into. */
export interface SealedTarget extends ArchiveTarget {
  /** Whom it is encrypted to; null: it is not. */
  to: AgeTo | null;
}

/** Where a new backup goes. */
export interface BackupDestination {
  place: RepositoryPlace;
  /** The file that it is written into, too. Null: it is there already, and is not to be replaced. */
  target?: SealedTarget | null;
}

/**
 * Where a new backup goes, before anything is held still for it.
 * @throws GeckoError USAGE (exit 2), and as openRepository, archiveTarget and archiveTo say
 */
export async function backupDestination(
  input: DestinationInput,
  runtime: Runtime,
): Promise<BackupDestination> {
  const { file, format } = input;
  const place = await openRepository(input.to, runtime, input, 'write');
  if (file === undefined && format !== undefined)
    throw new GeckoError('USAGE', '--format is of the file that --file names', {
      exitCode: exitCodes.usage,
      hint: 'Name it, such as --file corpus.tar.gz; a repository has a format of its own.',
    });
  if (file === undefined) return { place };
  const target = await archiveTarget(file, format, runtime);
  return { place, target: target && { ...target, to: await archiveTo(place, input, runtime) } };
}
