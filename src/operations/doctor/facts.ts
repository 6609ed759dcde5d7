import type { Ready } from '@gecko/core/contract/health';
import type { RagClient } from '../../clients/rag.ts';
import type { RunningDaemon } from '../../embedded/supervisor.ts';
import type { Engine } from '../../engine/engine.ts';
import { GeckoError } from '../../errors.ts';
import type { HostFacts } from '../../host/host-facts.ts';
import type { Runtime } from '../../runtime.ts';
import type { BackendName } from '../../stack/service-spec.ts';
import { readToken } from '../../state/token.ts';
import type { RuntimeKind } from '../choose-runtime.ts';
import { backendUrl } from '../docker/door-url.ts';
import { withLastUp } from '../docker/last-up.ts';
import type { DockerProject } from '../docker/open-project.ts';
import { type FoundOllama, findOllama } from '../find-ollama.ts';

/**
 * What several checks look at; each is asked for once, at the first use, and throws the same to all who
 * ask. A GeckoError of a fact that a check is not about makes it say that it could not look.
 */
export interface DoctorFacts {
  /** In containers with what was asked of the last `gecko up` alone: so the stack was made. */
  runtime: Runtime;
  /** As the configuration says: so a `gecko up` without options would make it. */
  configured: Runtime;
  kind: RuntimeKind;
  /** @throws GeckoError ENGINE_UNREACHABLE, … */
  engine(): Promise<Engine>;
  /** The stack as it is now. @throws GeckoError of the engine, PROJECT_FOREIGN */
  project(): Promise<DockerProject>;
  /** This machine's hardware. */
  host(): Promise<HostFacts>;
  /** The embedded services; null where they do not run. */
  daemon(): Promise<RunningDaemon | null>;
  /** @throws GeckoError GENERATOR_UNREACHABLE, … */
  ollama(): Promise<FoundOllama>;
  /** Asks a backend; one that does not run is not started. */
  backend(backend: BackendName): Promise<RagClient>;
  /** What a backend says of what it depends on. @throws GeckoError BACKEND_UNREACHABLE, … */
  ready(backend: BackendName): Promise<Ready>;
}

export function doctorFacts(kind: RuntimeKind, configured: Runtime): DoctorFacts {
  const runtime = kind === 'docker' ? asBroughtUp(configured) : configured;
  const { docker, paths, supervisor, connect, signal } = runtime;
  const facts: DoctorFacts = {
    runtime,
    configured,
    kind,
    engine: once(async () => (await docker()).engine()),
    project: once(async () => {
      const { openProject } = await import('../docker/open-project.ts');
      return openProject(runtime);
    }),
    host: once(async () => (await docker()).host(paths.data)),
    daemon: once(() => supervisor.find()),
    ollama: once(() => findOllama(runtime)),
    backend: onceEach(async (backend) => {
      const url = await urlOf(backend);
      return connect(url, readToken(paths.project.token));
    }),
    ready: onceEach(async (backend) => (await facts.backend(backend)).ready(signal)),
  };
  const urlOf = async (backend: BackendName) => {
    if (kind === 'docker') return backendUrl(backend, runtime);
    if (backend === 'corpus') throw new Error('the embedded runtime has no backend corpus');
    const daemon = await facts.daemon();
    return daemon?.urls[backend] ?? `http://127.0.0.1:${runtime.config.ports[backend]}`;
  };
  return facts;
}

/** A record that cannot be read keeps nobody from looking at the rest. */
function asBroughtUp(configured: Runtime): Runtime {
  try {
    return withLastUp(configured);
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
    configured.ui.event({ type: 'warning', text: error.message });
    return configured;
  }
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}

function onceEach<K, T>(ask: (key: K) => Promise<T>): (key: K) => Promise<T> {
  const answers = new Map<K, Promise<T>>();
  return (key) => {
    const answer = answers.get(key) ?? ask(key);
    answers.set(key, answer);
    return answer;
  };
}
