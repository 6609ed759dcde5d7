import type { DeviceRequest } from '../engine/objects.ts';
import type { Profile } from './profile.ts';

/** The profile that a container of Ollama was made for, by what it was given; Podman shows a CDI device as its nodes. */
export function profileOf(devices: readonly DeviceRequest[]): Exclude<Profile, 'host'> {
  const isNode = (device: DeviceRequest) =>
    device.kind === 'device' && !device.path.includes('nvidia');
  if (devices.some(isNode)) return 'gpu-amd';
  return devices.length > 0 ? 'gpu-nvidia' : 'cpu';
}
