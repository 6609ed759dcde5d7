import type { RagClient } from '../clients/rag.ts';
import type { RunningDaemon } from '../embedded/supervisor.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { readToken } from '../state/token.ts';

/**
 * A client for a backend of this project; starts the embedded runtime where nothing runs.
 * @throws GeckoError RUNTIME_UNSUPPORTED (exit 21), and what Supervisor.ensure throws
 */
export async function ensureBackend(
  runtime: Runtime,
  backend: 'rag' | 'qa' = 'rag',
): Promise<RagClient> {
  checkRuntime(runtime);
  const { daemon, started } = await runtime.supervisor.ensure(runtime.signal);
  if (started)
    runtime.ui.event({
      type: 'note',
      text: 'Started the embedded runtime; `gecko down` stops it.',
    });
  return runtime.connect(daemon.urls[backend], readToken(runtime.paths.project.token));
}

/**
 * The services that run.
 * @throws GeckoError NOTHING_RUNNING (exit 10), RUNTIME_UNSUPPORTED (21)
 */
export async function findServices(runtime: Runtime): Promise<RunningDaemon> {
  checkRuntime(runtime);
  const daemon = await runtime.supervisor.find();
  if (daemon) return daemon;
  throw new GeckoError(
    'NOTHING_RUNNING',
    `The services of project ${runtime.config.project} do not run`,
    { exitCode: exitCodes.nothing, hint: '`gecko up` starts them.' },
  );
}

/** @throws GeckoError RUNTIME_UNSUPPORTED where docker is asked for, which a later version brings */
export function checkRuntime({ config }: Pick<Runtime, 'config'>): void {
  if (config.runtime === 'docker') throw dockerUnsupported('runtime docker');
}

/** What asks for the docker runtime, e.g. `--auto-gpu`. */
export function dockerUnsupported(what: string): GeckoError {
  return new GeckoError(
    'RUNTIME_UNSUPPORTED',
    `${what} needs the docker runtime, which comes with a later version of gecko`,
    {
      exitCode: exitCodes.unsupported,
      hint: 'Use --runtime embedded, which needs no container engine.',
    },
  );
}
