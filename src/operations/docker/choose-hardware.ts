import type { EngineInfo } from '../../engine/engine.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { HostFacts } from '../../host/host-facts.ts';
import type { Runtime } from '../../runtime.ts';
import { amdTarget } from '../../stack/amd-target.ts';
import { chooseProfile, type ProfileChoice } from '../../stack/choose-profile.ts';
import { parseGpuSelection } from '../../stack/parse-gpu-selection.ts';
import type { Profile } from '../../stack/profile.ts';
import type { ProfileInput } from '../../stack/profile-input.ts';

const profiles = ['auto', 'cpu', 'gpu-nvidia', 'gpu-amd', 'host'] as const;

export interface HardwareInput {
  /** `--profile`; absent: what the configuration says. */
  profile: string | undefined;
  /** `--auto-gpu`: chooses, whatever the configuration says. */
  autoGpu: boolean;
  /** `--gpus`. */
  gpus: string | undefined;
  /** Profiles that a trial showed not to work here. */
  failed: NonNullable<ProfileInput['failed']>;
}

/**
 * The hardware profile for this machine and engine, or why the one that was asked for cannot work, with
 * what the machine is.
 * @throws GeckoError USAGE (exit 2)
 */
export async function chooseHardware(
  input: HardwareInput,
  engine: EngineInfo,
  { config, docker }: Pick<Runtime, 'config' | 'docker'>,
): Promise<{ choice: ProfileChoice; host: HostFacts }> {
  const host = await (await docker()).host(engine.dataRoot);
  const profile = wantedProfile(input, config.profile);
  const wanted = { profile, gpus: wantedGpus(input, config), amdTarget: amdTarget(config) };
  return { choice: chooseProfile({ host, engine, wanted, failed: input.failed }), host };
}

function wantedProfile({ profile, autoGpu }: HardwareInput, configured: string): Profile | 'auto' {
  const wanted = profile ?? (autoGpu ? 'auto' : configured);
  const known = profiles.find((name) => name === wanted);
  if (known) return known;
  throw new GeckoError('USAGE', `There is no profile ${wanted}`, {
    exitCode: exitCodes.usage,
    hint: `Profiles: ${profiles.join(', ')}`,
  });
}

/** A number that nobody has said is no wish. */
function wantedGpus({ gpus }: HardwareInput, config: Runtime['config']) {
  if (gpus !== undefined) return parseGpuSelection(gpus) ?? unknownGpus(gpus);
  const entry = config.entries.find(({ key }) => key === 'gpus');
  return entry === undefined || entry.origin.kind === 'default' ? null : config.gpus;
}

function unknownGpus(text: string): never {
  throw new GeckoError('USAGE', `${text} names no GPUs`, {
    exitCode: exitCodes.usage,
    hint: '--gpus 1, --gpus all, --gpus 0,2 or --gpus GPU-UUID',
  });
}
