import { execProcess } from './clients/exec-process.ts';
import type { Paths } from './config/paths.ts';
import type { ResolvedConfig } from './config/schema.ts';
import { exitCodes, GeckoError } from './errors.ts';
import { liveClock } from './live-clock.ts';
import type { Runtime } from './runtime.ts';
import type { Ui } from './ui/ui.ts';
import { version } from './version.ts';

/** What the command line decided; the rest of the runtime is made from it. */
export interface LiveInput {
  config: ResolvedConfig;
  paths: Paths;
  ui: Ui;
  signal: AbortSignal;
}

/** The runtime of a real call of gecko. */
export function liveRuntime({ config, paths, ui, signal }: LiveInput): Runtime {
  const notThere = () => {
    throw new GeckoError('RUNTIME_UNSUPPORTED', 'The embedded runtime is not part of this build', {
      exitCode: exitCodes.unsupported,
    });
  };
  return {
    config,
    paths,
    version,
    clock: liveClock,
    ui,
    exec: execProcess,
    supervisor: { find: notThere, ensure: notThere, stop: notThere },
    connect: notThere,
    signal,
  };
}
