import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';

/** @throws GeckoError RUNTIME_UNSUPPORTED where docker is asked for, which a later version brings */
export function checkRuntime({ config }: Pick<Runtime, 'config'>): void {
  if (config.runtime === 'docker') throw unsupported('The docker runtime');
}

/** @param option what asks for the docker runtime, e.g. `--auto-gpu` */
export function dockerUnsupported(option: string): GeckoError {
  return unsupported(`${option} needs the docker runtime, which`);
}

function unsupported(what: string): GeckoError {
  return new GeckoError('RUNTIME_UNSUPPORTED', `${what} comes with a later version of gecko`, {
    exitCode: exitCodes.unsupported,
    hint: 'Use --runtime embedded, which needs no container engine.',
  });
}
