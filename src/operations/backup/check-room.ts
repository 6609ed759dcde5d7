import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { amount } from '../amount.ts';

/**
 * Before anything is written.
 * @param bytes what a backup takes where nothing of it is there yet and none of it can be compressed
 * @throws GeckoError NO_SPACE (exit 24)
 */
export async function checkRoom(place: RepositoryPlace, bytes: number): Promise<void> {
  const free = await place.free();
  if (free === null || free >= bytes) return;
  throw new GeckoError(
    'NO_SPACE',
    `The backup may take ${amount(bytes)}, and the disk of ${place.name} has ${amount(free)} free`,
    {
      exitCode: exitCodes.space,
      hint: 'Nothing was written. Make room, or name another folder with --to.',
      details: { needed: bytes, free },
    },
  );
}
