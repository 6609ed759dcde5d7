import type { DeviceRequest } from '../engine/objects.ts';
import type { profileCodes } from '../error-codes/profile.ts';

/** Hardware profiles: where Ollama runs, and on what. */
export type Profile = 'cpu' | 'gpu-nvidia' | 'gpu-amd' | 'host';

/** Which cards: so many, all, or these by index or uuid. */
export type GpuSelection = number | 'all' | readonly string[];

/** What the container of Ollama gets. */
export interface ProfileNeeds {
  devices: readonly DeviceRequest[];
  /** Numeric ids of the groups that may use the devices. */
  groups: readonly number[];
  securityOptions: readonly string[];
  /** Which image of Ollama: `rocm` for AMD. */
  image: 'plain' | 'rocm';
  /** Profile `host`: where the Ollama of the host answers, as the host sees it; null otherwise. */
  upstream: string | null;
}

/** Code of the error where a profile was asked for and cannot work. */
type ProfileCode = keyof typeof profileCodes;

/** Why a profile cannot work here. The reason is a sentence without a full stop. */
export interface Obstacle {
  code: ProfileCode;
  reason: string;
  /** The command that mends it, or what to do. */
  mend: string;
}

export interface PossibleProfile {
  state: 'possible';
  needs: ProfileNeeds;
  reason: string;
  /** What mends it where a trial shows that it does not work. @param said the words of the trial */
  mend: (said: string) => string;
  /** What goes with it, one sentence each. */
  notes: readonly string[];
}

export type ProfileOption =
  | PossibleProfile
  /** There is something to use, and something in the way. */
  | ({ state: 'blocked' } & Obstacle)
  /** There is nothing to use: an obstacle only to who asks for it. */
  | ({ state: 'absent' } & Obstacle);

export const noDevices: ProfileNeeds = {
  devices: [],
  groups: [],
  securityOptions: [],
  image: 'plain',
  upstream: null,
};
