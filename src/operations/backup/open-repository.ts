import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { Runtime } from '../../runtime.ts';
import { placeAt } from './place-at.ts';
import type { RepositoryAccess, RepositoryPurpose } from './repository-access.ts';
import { signersOf } from './signers-of.ts';
import { unlocked } from './unlocked.ts';

/**
 * The repository that is meant: as given, else as configured, else the project's own.
 * @throws GeckoError BACKUP_TARGET (exit 1); of a bucket BACKUP_BUCKET (10), BACKUP_DENIED (12) and
 *   BACKUP_UNREACHABLE (20); BACKUP_KEY_FILE, USAGE (2); of an encrypted one BACKUP_SEALED
 *   and BACKUP_WRONG_KEY (12), BACKUP_DAMAGED (25); BACKUP_PLAIN (22) where it should be one
 */
export async function openRepository(
  to: string | undefined,
  runtime: Pick<Runtime, 'config' | 'paths' | 'ui' | 'signal'>,
  access: RepositoryAccess = {},
  purpose: RepositoryPurpose = 'read',
): Promise<RepositoryPlace> {
  const place = await placeAt(to, runtime);
  const signed = { ...place, signers: await signersOf(access, runtime) };
  return unlocked(signed, access, { purpose, runtime });
}
