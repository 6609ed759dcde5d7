import { lockRepository } from '../../archive/repository/lock-repository.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { Runtime } from '../../runtime.ts';

/**
 * Lets nobody remove blobs of a repository while a backup is made in it, from whatever machine.
 * @throws GeckoError LOCKED (exit 11), naming the holder
 */
export async function withRepositoryLock<T>(
  place: RepositoryPlace,
  command: string,
  { clock, lock, signal }: Pick<Runtime, 'clock' | 'lock' | 'signal'>,
  work: () => Promise<T>,
): Promise<T> {
  const held = await lockRepository(place, { mode: 'shared', command, clock, lock, signal });
  try {
    return await work();
  } finally {
    await held.release();
  }
}
