import type { Hardware } from '../stack/hardware.ts';
import { type GpuSelection, noDevices } from '../stack/profile.ts';
import type { ExportedProfile } from './export-input.ts';

/** Where SELinux is on, containers use no GPU with a label; elsewhere the option changes nothing. */
const unlabelled = ['label=disable'];

/** What each hardware profile gives Ollama on a machine that nobody has looked at. */
export function exportedHardware(
  gpus: GpuSelection,
): readonly (Hardware & { profile: ExportedProfile })[] {
  const isList = typeof gpus === 'object';
  return [
    { profile: 'cpu', ...noDevices },
    {
      profile: 'gpu-nvidia',
      ...noDevices,
      devices: [{ kind: 'nvidia', count: isList ? gpus.length : gpus, ids: isList ? gpus : [] }],
      securityOptions: unlabelled,
    },
    {
      profile: 'gpu-amd',
      ...noDevices,
      devices: ['/dev/kfd', '/dev/dri'].map((path) => ({ kind: 'device', path })),
      securityOptions: unlabelled,
      image: 'rocm',
    },
  ];
}
