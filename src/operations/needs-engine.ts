import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';

/**
 * What prepares the docker runtime, wherever the project runs now.
 * @throws GeckoError RUNTIME_UNSUPPORTED (exit 21) where the embedded one is asked for
 */
export function needsEngine(what: string, { config }: Pick<Runtime, 'config'>): void {
  if (config.runtime !== 'embedded') return;
  throw new GeckoError('RUNTIME_UNSUPPORTED', `${what} means nothing in the embedded runtime`, {
    exitCode: exitCodes.unsupported,
    hint: 'It has no images. Leave --runtime out, or ask for docker.',
  });
}
