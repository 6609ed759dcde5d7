import type { AgeTo } from '../../archive/age/age-keys.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { Runtime } from '../../runtime.ts';
import { ageKeysOf } from './age-keys-of.ts';
import { ageTo } from './age-to.ts';
import type { RepositoryAccess } from './repository-access.ts';

/**
 * Whom a file with a backup is encrypted to: one of an encrypted repository always is, one of another where
 * that is asked for. Null: it is not.
 * @throws GeckoError as ageTo
 */
export async function archiveTo(
  place: Pick<RepositoryPlace, 'isSealed'>,
  access: RepositoryAccess,
  runtime: Pick<Runtime, 'config' | 'ui'>,
): Promise<AgeTo | null> {
  const { encrypt, recipients = [], recipientsFile } = access;
  const isAsked = encrypt === true || recipients.length > 0 || recipientsFile !== undefined;
  if (!place.isSealed && !isAsked) return null;
  return ageTo(access, await ageKeysOf(access, runtime), runtime);
}
