import type { EngineInfo } from '../../engine/engine.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { chooseProfile } from '../../stack/choose-profile.ts';
import type { Hardware } from '../../stack/hardware.ts';
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
 * The hardware profile for this machine and engine, with the reason told.
 * @throws GeckoError USAGE (exit 2), and where one that was asked for cannot work, its own (21)
 */
export async function pickHardware(
  input: HardwareInput,
  engine: EngineInfo,
  runtime: Runtime,
): Promise<Hardware> {
  const { config, ui } = runtime;
  const docker = await runtime.docker();
  const host = await docker.host(engine.dataRoot);
  const profile = wantedProfile(input, config.profile);
  const choice = chooseProfile({
    host,
    engine,
    wanted: { profile, gpus: wantedGpus(input, config) },
    failed: input.failed,
  });
  if (choice.kind === 'refused') throw choice.error;
  ui.event({ type: 'note', text: `Profile ${choice.profile}: ${choice.reason}` });
  for (const { profile: better, reason, mend } of choice.better)
    ui.event({ type: 'note', text: `Not ${better}: ${reason}. ${mend}` });
  for (const text of choice.notes) ui.event({ type: 'note', text });
  return { profile: choice.profile, ...choice.needs };
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
