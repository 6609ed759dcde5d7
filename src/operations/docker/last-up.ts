import type { ResolvedConfig } from '../../config/schema.ts';
import type { Runtime } from '../../runtime.ts';
import { type LastUp, readLastUp, recordLastUp } from '../../state/last-up.ts';
import type { HardwareInput } from './choose-hardware.ts';

/** `--profile`, `--auto-gpu` and `--gpus`. */
type HardwareAsked = Pick<HardwareInput, 'profile' | 'autoGpu' | 'gpus'>;

/**
 * The runtime with what was asked of the last `gecko up` alone, as `--model` and `--expose`, where this call asks
 * for nothing else: as what runs was made.
 * @throws GeckoError STATE_UNREADABLE, STATE_NEWER
 */
export function withLastUp(runtime: Runtime): Runtime {
  const { config } = runtime;
  const last = readLastUp(runtime.paths.project.lastUp);
  const { model, expose, insecure } = { ...last, ...beyondConfiguration(config) };
  return {
    ...runtime,
    config: {
      ...config,
      ...(model === undefined ? {} : { model }),
      ...(expose === undefined ? {} : { expose }),
      tls: insecure === undefined ? config.tls : { ...config.tls, insecure },
    },
  };
}

/**
 * The hardware that was asked of the last `gecko up` alone, where this call asks for none.
 * @throws GeckoError STATE_UNREADABLE, STATE_NEWER
 */
export function withLastHardware<T extends HardwareAsked>(input: T, { paths }: Runtime): T {
  if (input.profile !== undefined || input.autoGpu || input.gpus !== undefined) return input;
  const { profile, gpus } = readLastUp(paths.project.lastUp);
  return { ...input, profile, gpus };
}

/** Notes what this `gecko up` was asked for. @throws GeckoError HOME_UNWRITABLE */
export async function rememberUp(input: HardwareAsked, { config, paths }: Runtime): Promise<void> {
  const asked = { ...beyondConfiguration(config), ...hardwareBeyond(input, config) };
  await recordLastUp(paths.project.lastUp, asked);
}

/** Options change the configuration, and not its entries. */
function beyondConfiguration(config: ResolvedConfig): LastUp {
  const { model, expose, tls } = config;
  return {
    ...(differs('model', model, config) ? { model } : {}),
    ...(differs('expose', expose, config) ? { expose } : {}),
    ...(differs('tls.insecure', tls.insecure, config) ? { insecure: tls.insecure } : {}),
  };
}

function hardwareBeyond(
  { profile: named, autoGpu, gpus }: HardwareAsked,
  config: ResolvedConfig,
): LastUp {
  const profile = named ?? (autoGpu ? 'auto' : undefined);
  return {
    ...(profile !== undefined && differs('profile', profile, config) ? { profile } : {}),
    // A number that is said is a wish, also where it is the usual one.
    ...(gpus === undefined ? {} : { gpus }),
  };
}

function differs(key: string, value: unknown, { entries }: ResolvedConfig): boolean {
  return entries.find((entry) => entry.key === key)?.value !== value;
}
