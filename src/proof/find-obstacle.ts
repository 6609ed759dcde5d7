import type { HostFacts } from '../host/host-facts.ts';
import { amdOption } from '../stack/amd-option.ts';
import { nvidiaOption } from '../stack/nvidia-option.ts';
import { nvidiaUnsupported } from '../stack/nvidia-support.ts';
import type { Obstacle, Profile } from '../stack/profile.ts';
import type { ProfileInput } from '../stack/profile-input.ts';
import type { Cause } from './cause.ts';
import type { Signals } from './signals.ts';

/**
 * What is in the way of a card between this machine and the engine, if anything: for a GPU profile of that
 * one, and for the profile cpu of any card that there is, or that is asked for. A card that could be had and
 * is not is one, too.
 *
 * @param made what Ollama's container was made for
 */
export function findObstacle(made: Profile, input: ProfileInput): Signals['obstacle'] {
  if (made === 'host') return null;
  const { profile: wanted } = input.wanted;
  if (made !== 'cpu') return obstacleOf(made, made, input);
  if (wanted === 'gpu-nvidia' || wanted === 'gpu-amd') return obstacleOf(wanted, made, input);
  return obstacleOf('gpu-nvidia', made, input) ?? obstacleOf('gpu-amd', made, input);
}

function obstacleOf(
  profile: 'gpu-nvidia' | 'gpu-amd',
  made: Exclude<Profile, 'host'>,
  input: ProfileInput,
): Signals['obstacle'] {
  const option = profile === 'gpu-nvidia' ? nvidiaOption(input) : amdOption(input);
  const isAsked = input.wanted.profile === profile;
  if (option.state === 'possible') {
    if (made !== 'cpu') return null;
    const reason = `The profile is cpu, and ${profile} could be had: ${option.reason}`;
    return { cause: 'GPU_NOT_GIVEN', reason, mend: `gecko up --profile ${profile}` };
  }
  // Without a card the processor is all there is.
  if (option.state === 'absent' && made === 'cpu' && !isAsked) return null;
  const { reason, mend } = option;
  return { cause: causeOf(profile, option, input), reason, mend };
}

function causeOf(
  profile: 'gpu-nvidia' | 'gpu-amd',
  { code, reason }: Obstacle,
  { host, engine }: ProfileInput,
): Cause {
  switch (code) {
    case 'GPU_UNSUPPORTED':
      return profile === 'gpu-nvidia' && isOldDriver(host) ? 'GPU_DRIVER_OLD' : code;
    case 'GPU_NOT_PASSED':
      if (profile === 'gpu-amd') return 'GPU_GROUPS_WRONG';
      if (engine.name === 'Podman' || /CDI/.test(reason)) return 'GPU_CDI_MISSING';
      return host.nvidia.state === 'found' && host.nvidia.facts.toolkit
        ? 'GPU_RUNTIME_MISSING'
        : 'GPU_TOOLKIT_MISSING';
    case 'GPU_MISSING':
    case 'GPU_DRIVER':
    case 'GPU_NOT_THERE':
      return code;
    default:
      return 'GPU_ON_CPU';
  }
}

function isOldDriver({ nvidia }: Pick<HostFacts, 'nvidia'>): boolean {
  if (nvidia.state !== 'found') return false;
  return nvidia.facts.gpus.some((gpu) => (nvidiaUnsupported(gpu)?.mend ?? null) !== null);
}
