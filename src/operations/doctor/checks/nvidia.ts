import { findObstacle } from '../../../proof/find-obstacle.ts';
import { nvidiaOption } from '../../../stack/nvidia-option.ts';
import { cardCheck } from '../card-check.ts';

/** The NVIDIA driver is new enough, and the engine passes cards on: toolkit, runtime, CDI. */
export const nvidia = cardCheck({
  id: 'nvidia',
  title: 'NVIDIA cards',
  profile: 'gpu-nvidia',
  seen: ({ nvidia }) => nvidia,
  option: nvidiaOption,
  obstacle: (input) => findObstacle('gpu-nvidia', input),
  evidence: ({ nvidia }, { runtimes, cdiDevices }) => [
    ...(nvidia.state === 'found'
      ? nvidia.facts.gpus.map(
          ({ name, driver, computeCapability }) =>
            `${name}, driver ${driver ?? 'unknown'}, compute capability ${computeCapability ?? 'unknown'}`,
        )
      : []),
    ...(nvidia.state === 'found'
      ? [
          `nvidia-ctk: ${nvidia.facts.toolkit ? 'installed' : 'not installed'}; CDI specification: ${nvidia.facts.cdiSpec ? 'there' : 'none'}`,
        ]
      : []),
    `Runtimes of the engine: ${runtimes.join(', ')}`,
    `CDI devices of the engine: ${cdiDevices.join(', ') || 'none'}`,
  ],
});
