import type { Profile, ProfileNeeds } from './profile.ts';

/** The hardware profile that was chosen, with what it gives Ollama's container. */
export interface Hardware extends ProfileNeeds {
  profile: Profile;
}
