import type { Snapshot } from '../../../engine/engine.ts';
import { engineError } from '../../../engine/engine-error.ts';
import type { GeckoError } from '../../../errors.ts';
import { runningUsers } from '../running-users.ts';

/**
 * Containers of others are not gecko's to stop.
 * @throws GeckoError VOLUME_IN_USE (exit 22) where one of them runs with the volume
 */
export function checkUsers({ foreign }: Snapshot, volume: string): void {
  const users = runningUsers(foreign, volume);
  if (users.length > 0) throw inUse(volume, users);
}

function inUse(volume: string, users: readonly string[]): GeckoError {
  return engineError(
    'VOLUME_IN_USE',
    `The volume ${volume} is used by containers that run and are not the project's: ${users.join(', ')}`,
    {
      hint: `gecko stops nothing that is not its own. Stop them first: docker stop ${users.join(' ')}`,
      details: { volumes: { [volume]: users } },
    },
  );
}
