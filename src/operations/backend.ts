import type { RagClient } from '../clients/rag.ts';
import type { RunningDaemon } from '../embedded/supervisor.ts';
import type { Runtime } from '../runtime.ts';
import { corpusBackend } from '../stack/corpus-backend.ts';
import { ensureProjectState, recordRuntime } from '../state/project-state.ts';
import { announceIngest } from '../state/running-ingests.ts';
import { readToken } from '../state/token.ts';
import { runtimeOf } from './choose-runtime.ts';
import { backendUrl } from './docker/door-url.ts';
import { forgetMove, startFailure } from './unfinished-move.ts';

export const STARTED = 'Started the embedded runtime; `gecko down` stops it.';

/**
 * A client for a backend of this project; starts the embedded runtime where nothing runs.
 *
 * @param backend who is asked; without it, the one that takes documents in
 * @throws GeckoError RUNTIME_OTHER (exit 22), and what Supervisor.ensure throws
 */
export async function ensureBackend(runtime: Runtime, backend?: 'rag' | 'qa'): Promise<RagClient> {
  if ((await runtimeOf(runtime)) === 'docker') return containersBackend(runtime, backend);
  return connectTo(await ensureServices(runtime), backend ?? 'rag', runtime);
}

/** In the docker runtime: through the door. What does not run is not started, that is `up`'s. */
async function containersBackend(runtime: Runtime, asked?: 'rag' | 'qa'): Promise<RagClient> {
  const { config, connect, paths } = runtime;
  if (readToken(paths.project.token) === null) {
    // This machine knows nothing of the project yet: the engine does.
    const { openProject } = await import('./docker/open-project.ts');
    await openProject(runtime);
  }
  const url = await backendUrl(asked ?? corpusBackend(config), runtime);
  return connect(url, readToken(paths.project.token));
}

/**
 * As ensureBackend, with this process announced as one that ingests: until `release`, nobody ends the
 * services to start them anew. Announced once they run, because whoever starts them waits for those
 * that are announced.
 */
export async function holdBackend(
  runtime: Runtime,
): Promise<{ client: RagClient; release(): void }> {
  if ((await runtimeOf(runtime)) === 'docker')
    return { client: await containersBackend(runtime), release: () => {} };
  for (;;) {
    const ensured = await ensureServices(runtime);
    const release = announceIngest(runtime.paths.project.ingests);
    try {
      const now = await runtime.supervisor.find();
      // Else somebody ended them before the announcement was there to be seen.
      if (now?.record.instance === ensured.daemon.record.instance)
        return { client: connectTo(ensured, 'rag', runtime), release };
    } catch (error) {
      release();
      throw error;
    }
    release();
  }
}

function connectTo(
  { daemon, started }: Awaited<ReturnType<typeof ensureServices>>,
  backend: 'rag' | 'qa',
  { ui, connect, paths }: Runtime,
): RagClient {
  if (started) ui.event({ type: 'note', text: STARTED });
  return connect(daemon.urls[backend], readToken(paths.project.token));
}

/**
 * Finds the services or starts them, and records where the project runs. With `converge`, services
 * that run with another configuration or version are started anew.
 * @throws GeckoError RUNTIME_OTHER, MOVE_UNFINISHED (exit 22), and what Supervisor.ensure throws
 */
export async function ensureServices(
  runtime: Runtime,
  options = { converge: false },
): Promise<{ daemon: RunningDaemon; started: boolean }> {
  const { supervisor, signal, paths, version, clock } = runtime;
  const ensured = await supervisor.ensure(signal, options).catch((error: unknown) => {
    throw startFailure(error, runtime);
  });
  if (ensured.started) forgetMove(runtime);
  const state = ensureProjectState(paths.project.state, version, clock.now());
  await recordRuntime(paths.project.state, state, 'embedded');
  return ensured;
}
