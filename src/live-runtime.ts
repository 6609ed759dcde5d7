import { execProcess } from './clients/exec-process.ts';
import { knockHttp } from './clients/knock-http.ts';
import { lazyOllama } from './clients/lazy-ollama.ts';
import { patientFetch } from './clients/patient-fetch.ts';
import { connectRag } from './clients/rag-http.ts';
import { type Environment, withoutSecrets } from './config/load.ts';
import type { Paths } from './config/paths.ts';
import type { ResolvedConfig } from './config/schema.ts';
import type { DockerTools } from './docker-tools.ts';
import type { SupervisorInput } from './embedded/live-supervisor.ts';
import { liveModelTools } from './embedded/model-tools.ts';
import type { Supervisor } from './embedded/supervisor.ts';
import { liveClock } from './live-clock.ts';
import { liveReach } from './live-reach.ts';
import { builtFile } from './program-files.ts';
import type { Runtime } from './runtime.ts';
import type { LockWish } from './state/lock-wish.ts';
import { readProjectId } from './state/project-id.ts';
import type { Ui } from './ui/ui.ts';
import { version } from './version.ts';

/** What the command line decided; the rest of the runtime is made from it. */
export interface LiveInput {
  config: ResolvedConfig;
  paths: Paths;
  env: Environment;
  ui: Ui;
  lock: LockWish;
  signal: AbortSignal;
  contain: Runtime['contain'];
  configuredBy: Runtime['configuredBy'];
}

/** The runtime of a real call of gecko. What it starts, such as ssh, has the environment without secrets. */
export function liveRuntime(input: LiveInput): Runtime {
  const { config, paths, ui, lock, signal, contain, configuredBy } = input;
  const env = withoutSecrets(input.env);
  let tools: Promise<DockerTools> | undefined;
  const docker = () => {
    tools ??= import('./live-docker-tools.ts').then(({ liveDockerTools }) =>
      liveDockerTools({ config, paths, env, ui, signal }),
    );
    return tools;
  };
  return {
    config,
    paths,
    version,
    clock: liveClock,
    lock,
    ui,
    exec: execProcess,
    docker,
    reach: liveReach({ ...input, env }, docker),
    models: liveModelTools(paths, config.outbound),
    supervisor: lazySupervisor({ config, paths, version, clock: liveClock, ui, lock }),
    connect: (baseUrl, token) => {
      const id = readProjectId(paths.project.state);
      return connectRag(baseUrl, token, { project: { name: config.project, id } });
    },
    connectOllama: (baseUrl, token) =>
      lazyOllama(async () => {
        const { connectOllama } = await import('./clients/ollama-http.ts');
        return connectOllama({ at: async () => baseUrl, token, fetch: patientFetch() });
      }),
    knock: knockHttp,
    signal,
    contain,
    configuredBy,
  };
}

/** Loaded at its first use: most commands need none. */
function lazySupervisor(input: Omit<SupervisorInput, 'file'>): Supervisor {
  let loading: Promise<Supervisor> | undefined;
  const load = () => {
    loading ??= import('./embedded/live-supervisor.ts').then(({ createSupervisor }) =>
      createSupervisor({ ...input, file: builtFile('daemon.js') }),
    );
    return loading;
  };
  return {
    find: async () => (await load()).find(),
    ensure: async (signal, options) => (await load()).ensure(signal, options),
    restartAround: async (change, signal) => (await load()).restartAround(change, signal),
    replacedBy: async (work, signal) => (await load()).replacedBy(work, signal),
    stop: async (signal, then) => (await load()).stop(signal, then),
    signInLink: async (daemon, signal) => (await load()).signInLink(daemon, signal),
  };
}
