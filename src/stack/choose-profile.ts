import { exitCodes, GeckoError } from '../errors.ts';
import { amdOption } from './amd-option.ts';
import { hostOption } from './host-option.ts';
import { lowerFirst } from './lower-first.ts';
import { nvidiaOption } from './nvidia-option.ts';
import {
  noDevices,
  type Obstacle,
  type PossibleProfile,
  type Profile,
  type ProfileNeeds,
  type ProfileOption,
} from './profile.ts';
import type { ProfileInput } from './profile-input.ts';

export type ProfileChoice =
  | {
      kind: 'chosen';
      profile: Profile;
      /** One line, without a full stop. */
      reason: string;
      /** Better profiles that this machine has something for, and what is in the way. */
      better: readonly ({ profile: Profile } & Obstacle)[];
      needs: ProfileNeeds;
      notes: readonly string[];
    }
  | { kind: 'refused'; error: GeckoError };

type Options = Readonly<Record<'gpu-nvidia' | 'gpu-amd' | 'host', ProfileOption>>;

/**
 * The hardware profile: the one asked for, or the best that works. Who asks for a GPU, by profile or by
 * number, gets one or a refusal, never a run on the processor.
 */
export function chooseProfile(input: ProfileInput): ProfileChoice {
  const { profile, gpus } = input.wanted;
  const options: Options = {
    'gpu-nvidia': unlessFailed('gpu-nvidia', nvidiaOption(input), input),
    'gpu-amd': unlessFailed('gpu-amd', amdOption(input), input),
    host: unlessFailed('host', hostOption(input), input),
  };
  if (profile === 'cpu') return onProcessor('The processor, as asked for', []);
  if (profile !== 'auto') return asked(profile, options[profile], gpus);
  if (gpus === 0) return onProcessor('No GPU, as asked for', []);
  return best(input, options);
}

function unlessFailed(
  profile: Profile,
  option: ProfileOption,
  { failed = [] }: ProfileInput,
): ProfileOption {
  const failure = failed.find((entry) => entry.profile === profile);
  if (failure === undefined || option.state !== 'possible') return option;
  const [code, what] =
    profile === 'host'
      ? (['HOST_OLLAMA_LOOPBACK', 'A container does not reach the Ollama of this machine'] as const)
      : (['GPU_NOT_PASSED', 'The engine does not pass the GPU on'] as const);
  const { said } = failure;
  return { state: 'blocked', code, reason: `${what}: ${said}`, mend: option.mend(said) };
}

function asked(
  profile: Exclude<Profile, 'cpu'>,
  option: ProfileOption,
  gpus: ProfileInput['wanted']['gpus'],
): ProfileChoice {
  if (profile !== 'host' && gpus === 0) {
    const message = `The profile ${profile} needs a GPU, and gpus is 0`;
    const hint = 'Leave gpus out, or choose the profile cpu.';
    return {
      kind: 'refused',
      error: new GeckoError('CONFIG_INVALID', message, { exitCode: exitCodes.usage, hint }),
    };
  }
  if (option.state !== 'possible') {
    return refuse(withWayOut(option), `The profile ${profile} cannot work`);
  }
  return choose(profile, option, []);
}

function best(input: ProfileInput, options: Options): ProfileChoice {
  const { host, engine, wanted } = input;
  const better: ({ profile: Profile } & Obstacle)[] = [];
  for (const profile of ['gpu-nvidia', 'gpu-amd'] as const) {
    const option = options[profile];
    if (option.state === 'possible') return choose(profile, option, better);
    if (option.state === 'blocked') better.push({ profile, ...obstacle(option) });
  }
  if (wanted.gpus !== null) {
    return refuse(withWayOut(better[0] ?? noGpu(input, options)), 'There is no GPU to run on');
  }
  // The host's Ollama is better where it has a GPU that no container gets.
  const hasMore = better.some(({ code }) => code === 'GPU_NOT_PASSED');
  if (engine.isLocal && (hasMore || host.apple.state === 'found')) {
    const option = options.host;
    if (option.state === 'possible') return choose('host', option, better);
    if (option.state === 'blocked') better.push({ profile: 'host', ...obstacle(option) });
  }
  const { reason } = better[0] ?? noGpu(input, options);
  return onProcessor(`The processor: ${lowerFirst(reason)}`, better);
}

/** Where nothing is in the way, and nothing to be had. */
function noGpu({ host, engine }: ProfileInput, options: Options): Obstacle {
  const unsupported = Object.values(options).find(isUnsupported);
  if (unsupported) return obstacle(unsupported);
  const reason = !engine.isLocal
    ? "The engine's machine offers no GPU to containers"
    : host.intel.state === 'found'
      ? 'No profile uses the Intel GPU of this machine'
      : 'This machine has no GPU that Ollama can use';
  return { code: 'GPU_MISSING', reason, mend: 'gecko up --profile cpu' };
}

function isUnsupported(option: ProfileOption): option is ProfileOption & Obstacle {
  return option.state === 'absent' && option.code === 'GPU_UNSUPPORTED';
}

function choose(
  profile: Profile,
  { reason, needs, notes }: PossibleProfile,
  better: readonly ({ profile: Profile } & Obstacle)[],
): ProfileChoice {
  return { kind: 'chosen', profile, reason, better, needs, notes };
}

function onProcessor(
  reason: string,
  better: readonly ({ profile: Profile } & Obstacle)[],
): ProfileChoice {
  return { kind: 'chosen', profile: 'cpu', reason, better, needs: noDevices, notes: [] };
}

function refuse({ code, reason, mend }: Obstacle, what: string): ProfileChoice {
  const error = new GeckoError(code, `${what}: ${lowerFirst(reason)}`, {
    exitCode: exitCodes.unsupported,
    hint: mend,
  });
  return { kind: 'refused', error };
}

/** What mends these may take a while, and the stack can run until then. */
const waiting: ReadonlySet<Obstacle['code']> = new Set([
  'GPU_DRIVER',
  'GPU_NOT_PASSED',
  'GPU_UNSUPPORTED',
]);

function withWayOut({ code, reason, mend }: Obstacle): Obstacle {
  const wayOut = 'gecko up --profile cpu';
  if (!waiting.has(code) || mend.includes(wayOut)) return { code, reason, mend };
  return { code, reason, mend: `${mend} (until then, without a GPU: ${wayOut})` };
}

function obstacle({ code, reason, mend }: Obstacle): Obstacle {
  return { code, reason, mend };
}
