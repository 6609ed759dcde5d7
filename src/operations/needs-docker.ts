import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { runtimeOf } from './choose-runtime.ts';

/**
 * What has a meaning in the docker runtime only.
 * @throws GeckoError RUNTIME_UNSUPPORTED (exit 21) with what to do instead
 */
export async function needsDocker(what: string, hint: string, runtime: Runtime): Promise<void> {
  if ((await runtimeOf(runtime)) === 'docker') return;
  throw new GeckoError('RUNTIME_UNSUPPORTED', `${what} means nothing in the embedded runtime`, {
    exitCode: exitCodes.unsupported,
    hint,
  });
}
