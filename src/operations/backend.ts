import type { RagClient } from '../clients/rag.ts';
import type { RunningDaemon } from '../embedded/supervisor.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { ensureProjectState, recordRuntime } from '../state/project-state.ts';
import { readToken } from '../state/token.ts';

/**
 * A client for a backend of this project; starts the embedded runtime where nothing runs.
 * @throws GeckoError RUNTIME_UNSUPPORTED (exit 21), and what Supervisor.ensure throws
 */
export async function ensureBackend(
  runtime: Runtime,
  backend: 'rag' | 'qa' = 'rag',
): Promise<RagClient> {
  const { daemon, started } = await ensureServices(runtime);
  if (started)
    runtime.ui.event({
      type: 'note',
      text: 'Started the embedded runtime; `gecko down` stops it.',
    });
  return runtime.connect(daemon.urls[backend], readToken(runtime.paths.project.token));
}

/**
 * Finds the services or starts them, and records where the project runs.
 * @throws GeckoError RUNTIME_UNSUPPORTED (exit 21), and what Supervisor.ensure throws
 */
export async function ensureServices(
  runtime: Runtime,
): Promise<{ daemon: RunningDaemon; started: boolean }> {
  checkRuntime(runtime);
  const { supervisor, signal, paths, version, clock } = runtime;
  const ensured = await supervisor.ensure(signal);
  const state = ensureProjectState(paths.project.state, version, clock.now());
  await recordRuntime(paths.project.state, state, 'embedded');
  return ensured;
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
