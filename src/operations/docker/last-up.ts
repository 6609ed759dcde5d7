import type { ResolvedConfig } from '../../config/schema.ts';
import type { Runtime } from '../../runtime.ts';
import { type LastUp, readLastUp, recordLastUp } from '../../state/last-up.ts';

/**
 * The runtime with what was asked of the last `gecko up` alone, as `--model` and `--expose`: whoever changes some
 * services leaves them as the others run.
 * @throws GeckoError STATE_UNREADABLE, STATE_NEWER
 */
export function withLastUp(runtime: Runtime): Runtime {
  const { insecure, ...asked } = readLastUp(runtime.paths.project.lastUp);
  const { config } = runtime;
  const tls = insecure === undefined ? config.tls : { ...config.tls, insecure };
  return { ...runtime, config: { ...config, ...asked, tls } };
}

/** Notes what this `gecko up` was asked for. @throws GeckoError HOME_UNWRITABLE */
export async function rememberUp({ config, paths }: Runtime): Promise<void> {
  await recordLastUp(paths.project.lastUp, beyondConfiguration(config));
}

/** Options change the configuration, and not its entries. */
function beyondConfiguration({ entries, model, expose, tls }: ResolvedConfig): LastUp {
  const differs = (key: string, value: unknown) =>
    entries.find((entry) => entry.key === key)?.value !== value;
  return {
    ...(differs('model', model) ? { model } : {}),
    ...(differs('expose', expose) ? { expose } : {}),
    ...(differs('tls.insecure', tls.insecure) ? { insecure: tls.insecure } : {}),
  };
}
