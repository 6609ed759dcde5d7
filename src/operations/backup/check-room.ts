import { amount } from '../../amount.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { exitCodes, GeckoError } from '../../errors.ts';

/**
 * Before anything is written.
 * @param what that takes so many bytes at most, such as "The backup"
 * @throws GeckoError NO_SPACE (exit 24)
 */
export async function checkRoom(
  what: string,
  place: Pick<RepositoryPlace, 'name' | 'free'>,
  bytes: number,
): Promise<void> {
  const free = await place.free();
  if (free === null || free >= bytes) return;
  throw new GeckoError(
    'NO_SPACE',
    `${what} may take ${amount(bytes)}, and the disk of ${place.name} has ${amount(free)} free`,
    {
      exitCode: exitCodes.space,
      hint: 'Nothing was written. Make room, or use another disk.',
      details: { needed: bytes, free },
    },
  );
}
