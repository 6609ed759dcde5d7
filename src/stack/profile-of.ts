import type { DeviceRequest } from '../engine/objects.ts';
import type { Profile } from './profile.ts';

/** The profile that a container of Ollama was made for, by what it was given. */
export function profileOf(devices: readonly DeviceRequest[]): Exclude<Profile, 'host'> {
  if (devices.some(({ kind }) => kind === 'device')) return 'gpu-amd';
  return devices.length > 0 ? 'gpu-nvidia' : 'cpu';
}
