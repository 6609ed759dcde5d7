import type { ContainerState } from './objects.ts';

/** Names of the containers that mount a volume, running or not. */
export function volumeUsers(containers: readonly ContainerState[], volume: string): string[] {
  return containers
    .filter(({ volumes }) => volumes.some(({ name }) => name === volume))
    .map(({ name }) => name);
}
