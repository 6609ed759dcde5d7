import type { Profile, ProfileNeeds } from './profile.ts';

/** The hardware profile that was chosen, with what it gives Ollama's container. */
export interface Hardware extends ProfileNeeds {
  profile: Profile;
}

/** Name of the engine's machine in the door's container. */
export const hostName = 'host.docker.internal';

/** Base URL of the Ollama of the profile `host`, as the door sees it: its own loopback is not the machine's. */
export function asSeenByDoor({ upstream }: Pick<Hardware, 'upstream'>): string | null {
  if (upstream === null) return null;
  const url = new URL(upstream);
  url.hostname = hostName;
  return url.origin;
}
