import { resolve } from 'node:path';
import { folderPlace } from '../../archive/repository/folder-place.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { Runtime } from '../../runtime.ts';
import type { RepositoryAccess, RepositoryPurpose } from './repository-access.ts';
import { signersOf } from './signers-of.ts';
import { unlocked } from './unlocked.ts';

/**
 * The repository that is meant: as given, else as configured, else the project's own.
 * @throws GeckoError BACKUP_TARGET (exit 1); BACKUP_KEY_FILE, USAGE (2); of an encrypted one BACKUP_SEALED
 *   and BACKUP_WRONG_KEY (12), BACKUP_DAMAGED (25); BACKUP_PLAIN (22) where it should be one
 */
export async function openRepository(
  to: string | undefined,
  runtime: Pick<Runtime, 'config' | 'paths' | 'ui'>,
  access: RepositoryAccess = {},
  purpose: RepositoryPurpose = 'read',
): Promise<RepositoryPlace> {
  const { config, paths } = runtime;
  const place = folderPlace(resolve(to ?? config.backup.folder ?? paths.project.backups));
  const signed = { ...place, signers: await signersOf(access, runtime) };
  return unlocked(signed, access, { purpose, runtime });
}
