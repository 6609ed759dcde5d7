import { amount } from '../../amount.ts';
import type { ArchiveFormat } from '../../archive/file/archive-format.ts';
import { findBackup } from '../../archive/repository/find-backup.ts';
import { listBackups } from '../../archive/repository/list-backups.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { archiveTarget } from './archive-target.ts';
import { archiveTo } from './archive-to.ts';
import { backupFacts } from './backup-facts.ts';
import { exportArchive } from './export-archive.ts';
import { openRepository } from './open-repository.ts';
import { passOverOf } from './pass-over.ts';
import type { RepositoryAccess } from './repository-access.ts';
import { whileReading } from './while-reading.ts';
import { withOwnMutex } from './with-own-mutex.ts';

export interface BackupExportInput extends RepositoryAccess {
  /** `latest`, an id, or how one begins. */
  asked: string;
  file: string;
  /** Absent: as the name of the file says. */
  format?: ArchiveFormat | undefined;
  to?: string | undefined;
}

/**
 * Writes a backup into one file that needs nothing else.
 * @throws GeckoError BACKUP_MISSING (exit 10), BACKUP_NEWER (22), BACKUP_DAMAGED (25), LOCKED (11),
 *   CONFIRMATION_NEEDED (5), NO_SPACE (24), BACKUP_TARGET (1)
 */
export async function backupExport(input: BackupExportInput, runtime: Runtime): Promise<Report> {
  const place = await openRepository(input.to, runtime, input, 'look');
  return whileReading(place, 'gecko backup export', runtime, () => exported(place, input, runtime));
}

async function exported(
  place: RepositoryPlace,
  input: BackupExportInput,
  runtime: Runtime,
): Promise<Report> {
  const { asked, file, format } = input;
  const to = await archiveTo(place, input, runtime);
  const { project } = runtime.config;
  const wanted = { project, where: place.name, passOver: passOverOf(runtime) };
  const manifest = findBackup(await listBackups(place), asked, wanted);
  const facts = backupFacts(manifest);
  const target = await archiveTarget(file, format, runtime);
  const json = { repository: place.name, backup: facts };
  if (target === null) return { json: { ...json, file: null }, text: () => 'Nothing was written.' };
  // Two that write the same file would write into each other's.
  const size = await withOwnMutex('gecko backup export', runtime, () =>
    exportArchive({ place, manifest }, { ...target, to }, runtime),
  );
  return {
    json: { ...json, file: { ...target, size } },
    text: () =>
      `Wrote backup ${facts.id}, ${amount(facts.size)}, into ${target.path}: ${amount(size)}`,
  };
}
