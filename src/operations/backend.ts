import type { RagClient } from '../clients/rag.ts';
import type { RunningDaemon } from '../embedded/supervisor.ts';
import type { Runtime } from '../runtime.ts';
import { ensureProjectState, recordRuntime } from '../state/project-state.ts';
import { readToken } from '../state/token.ts';
import { checkRuntime } from './check-runtime.ts';

export const STARTED = 'Started the embedded runtime; `gecko down` stops it.';

/**
 * A client for a backend of this project; starts the embedded runtime where nothing runs.
 * @throws GeckoError RUNTIME_UNSUPPORTED (exit 21), and what Supervisor.ensure throws
 */
export async function ensureBackend(
  runtime: Runtime,
  backend: 'rag' | 'qa' = 'rag',
): Promise<RagClient> {
  const { daemon, started } = await ensureServices(runtime);
  if (started) runtime.ui.event({ type: 'note', text: STARTED });
  return runtime.connect(daemon.urls[backend], readToken(runtime.paths.project.token));
}

/**
 * Finds the services or starts them, and records where the project runs. With `converge`, services
 * that run with another configuration or version are started anew.
 * @throws GeckoError RUNTIME_UNSUPPORTED (exit 21), and what Supervisor.ensure throws
 */
export async function ensureServices(
  runtime: Runtime,
  options = { converge: false },
): Promise<{ daemon: RunningDaemon; started: boolean }> {
  checkRuntime(runtime);
  const { supervisor, signal, paths, version, clock } = runtime;
  const ensured = await supervisor.ensure(signal, options);
  const state = ensureProjectState(paths.project.state, version, clock.now());
  await recordRuntime(paths.project.state, state, 'embedded');
  return ensured;
}
