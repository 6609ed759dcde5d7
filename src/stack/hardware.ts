import type { DeviceRequest } from '../engine/objects.ts';

/** What a hardware profile gives Ollama's container, laid over its spec. */
export interface Hardware {
  profile: 'cpu' | 'gpu-nvidia' | 'gpu-amd' | 'host';
  /** Of the image: `rocm` is a tag of its own. */
  variant: 'plain' | 'rocm';
  devices: readonly DeviceRequest[];
  /** Numeric ids of the groups that own the devices. */
  groups: readonly number[];
  securityOptions: readonly string[];
}
