import type { RepositoryLock } from '../../archive/repository/held-lock.ts';
import {
  lockRepository,
  type RepositoryLockInput,
} from '../../archive/repository/lock-repository.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';

/**
 * Notes in a repository that something works in it for as long as it does, for geckos on whatever machine.
 * @throws GeckoError LOCKED (exit 11), naming the holder, and what the work throws
 */
export async function withRepositoryLock<T>(
  place: RepositoryPlace,
  how: Pick<RepositoryLockInput, 'mode' | 'command'>,
  { clock, lock, signal, ui }: Pick<Runtime, 'clock' | 'lock' | 'signal' | 'ui'>,
  work: (held: RepositoryLock) => Promise<T>,
): Promise<T> {
  const held = await lockRepository(place, { ...how, clock, lock, signal });
  try {
    return await work(held);
  } finally {
    // What came of the work counts all the same.
    await held.release().catch((error: unknown) => {
      if (!(error instanceof GeckoError)) throw error;
      const text = `The lock in ${place.name} could not be given back, so others may wait an hour for it: ${error.message}`;
      ui.event({ type: 'warning', text });
    });
  }
}
