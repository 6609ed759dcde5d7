import type { RepositoryLock } from '../../archive/repository/held-lock.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { withRepositoryLock } from './with-repository-lock.ts';

/** How a place says that nothing can be written there, though perhaps read. */
const notWritten = ['BACKUP_TARGET', 'BACKUP_DENIED', 'NO_SPACE'];

/**
 * Reads backups while nobody removes what they need, from whatever machine. A repository that cannot be
 * written to is read all the same, and so is none, and a file (null).
 * @throws GeckoError LOCKED (exit 11) where something is being removed, LOCK_LOST (11) where that may be why
 *   the work found damage, and what the work throws
 */
export async function whileReading<T>(
  place: RepositoryPlace | null,
  command: string,
  runtime: Pick<Runtime, 'clock' | 'lock' | 'signal' | 'ui'>,
  work: () => Promise<T>,
): Promise<T> {
  if (place === null || (await place.names('manifests')).length === 0) return work();
  let isHeld = false;
  const reading = async (held: RepositoryLock) => {
    isHeld = true;
    try {
      return await work();
    } catch (error) {
      // What was removed meanwhile is no damage.
      const isDamage = error instanceof GeckoError && error.exitCode === exitCodes.integrity;
      if (isDamage) await held.check();
      throw error;
    }
  };
  try {
    return await withRepositoryLock(place, { mode: 'shared', command }, runtime, reading);
  } catch (error) {
    if (isHeld || !(error instanceof GeckoError && notWritten.includes(error.code))) throw error;
    return work();
  }
}
