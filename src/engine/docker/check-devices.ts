import type { EngineInfo } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import type { ContainerSpec } from '../objects.ts';

/**
 * Podman takes requests for GPUs and ignores them, so that a container would run without: requests of
 * NVIDIA's kind always, those by CDI before 5.4 (github.com/containers/podman/pull/25171).
 * @throws GeckoError ENGINE_UNABLE
 */
export function checkDevices(
  { name, devices }: Pick<ContainerSpec, 'name' | 'devices'>,
  info: Pick<EngineInfo, 'name' | 'version'>,
): void {
  if (info.name !== 'Podman') return;
  const [major = 0, minor = 0] = info.version.split('.').map(Number);
  const knowsCdi = major > 5 || (major === 5 && minor >= 4);
  const ignored = devices.find(({ kind }) => kind === 'nvidia' || (kind === 'cdi' && !knowsCdi));
  if (ignored === undefined) return;
  throw engineError(
    'ENGINE_UNABLE',
    `Podman ${info.version} would start ${name} without its GPU: it passes GPUs on by CDI only, and through this API from 5.4 on`,
    {
      hint: 'Use Podman 5.4 or newer with sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml, or Docker, or --profile cpu.',
      details: { missing: 'cdi', version: info.version },
    },
  );
}
