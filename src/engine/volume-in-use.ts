import type { GeckoError } from '../errors.ts';
import { engineError } from './engine-error.ts';

/** Volumes that cannot go. @param users of each volume, the containers that mount it */
export function volumeInUse(users: Readonly<Record<string, readonly string[]>>): GeckoError {
  const volumes = Object.entries(users).map(([name, by]) => `${name} (by ${by.join(', ')})`);
  const containers = [...new Set(Object.values(users).flat())];
  return engineError(
    'VOLUME_IN_USE',
    `What is to be removed is used by containers that are not the project's: ${volumes.join('; ')}`,
    {
      hint: `gecko removes nothing that is not its own. Remove them first: docker rm -f ${containers.join(' ')}`,
      details: { volumes: users },
    },
  );
}
