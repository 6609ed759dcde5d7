import { backupDamaged } from '../../archive/repository/backup-damaged.ts';
import { findBackup, type PassOver } from '../../archive/repository/find-backup.ts';
import { listBackups } from '../../archive/repository/list-backups.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { repositorySource } from '../../archive/repository/repository-source.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import type { Runtime } from '../../runtime.ts';
import { checkedArchive } from './checked-archive.ts';
import { progressOf } from './progress-of.ts';
import type { RepositoryAccess } from './repository-access.ts';

/**
 * The backup that is meant, of the repository or in a file of its own, every byte of it compared with its manifest.
 * @param place open already; null: a file is meant
 * @param access opens a file; `isLater`: one of a repository is proven as it is read, and not here;
 *   `passOver` as in `findBackup`
 * @throws GeckoError BACKUP_MISSING (exit 10), BACKUP_NEWER (22), BACKUP_DAMAGED (25), and the signal's reason
 */
export async function checkedBackup(
  asked: string,
  place: RepositoryPlace | null,
  runtime: Runtime,
  {
    isLater = false,
    passOver,
    ...access
  }: RepositoryAccess & { isLater?: boolean; passOver?: PassOver } = {},
): Promise<BackupSource> {
  if (place === null) return checkedArchive(asked, runtime, access);
  const { config, signal } = runtime;
  const wanted = { project: config.project, where: place.name, passOver };
  const manifest = findBackup(await listBackups(place), asked, wanted);
  const source = repositorySource(place, manifest);
  if (isLater) return source;
  const total = manifest.files.reduce((sum, { size }) => sum + size, 0);
  const progress = progressOf(`Verifying ${manifest.id}`, total, runtime);
  try {
    const problems = await source.verify(progress.add, signal);
    if (problems.length > 0) throw backupDamaged(manifest.id, problems);
    return source;
  } finally {
    progress.end();
  }
}
