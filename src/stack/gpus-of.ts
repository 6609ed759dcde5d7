import type { DeviceRequest } from '../engine/objects.ts';

/**
 * What `--gpus` has to say for a container to get these cards again; null where it was given none, or none
 * that can be named so: of CDI devices Podman shows the nodes.
 */
export function gpusOf(devices: readonly DeviceRequest[]): string | null {
  const names: string[] = [];
  for (const device of devices) {
    if (device.kind === 'nvidia') {
      if (device.ids.length === 0) return String(device.count);
      names.push(...device.ids);
    } else if (device.kind === 'cdi') {
      names.push(...device.devices.map((name) => name.replace(/^nvidia\.com\/gpu=/, '')));
    } else if (device.path.startsWith('/dev/dri')) {
      names.push(device.path.replace(/^\/dev\/dri\//, ''));
    }
  }
  if (names.some((name) => name === 'all' || name === '/dev/dri')) return 'all';
  return names.length === 0 ? null : `device=${names.join(',')}`;
}
