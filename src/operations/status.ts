import type { Ready } from '@gecko/core/contract/health';
import type { RunningDaemon } from '../embedded/supervisor.ts';
import { GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Report, Style } from '../ui/ui.ts';
import { runtimeOf } from './choose-runtime.ts';
import { needsDocker } from './needs-docker.ts';
import { oneLine } from './one-line.ts';
import { type ServiceName, serviceNamed, serviceNames } from './service-names.ts';

/** One service in `status --json`; the contract of docs/scripting.md. */
interface ServiceStatus {
  name: ServiceName;
  state: 'running' | 'stopped';
  /** Null where it is stopped. */
  health: 'healthy' | 'degraded' | 'unhealthy' | null;
  url: string | null;
  /** An image is the docker runtime's. */
  image: null;
  restarts: number;
  /** What is wrong or less than it could be; empty where nothing is. */
  detail: string;
}

export interface StatusInput {
  /** By today's or the old names; empty: all. */
  services: readonly string[];
  /** Nothing but these, one a line; null: all there is to tell. With `--json`, all in any case. */
  only: 'ids' | 'services' | null;
  /** Where the model runs, too; loads it. */
  gpu?: boolean;
}

type Dependency = Ready['dependencies'][number];

/**
 * The services and what they depend on, as they are now. Never starts anything.
 * @param names services, by today's or the old names; none means all
 * @throws GeckoError RUNTIME_OTHER (exit 22), and in the docker runtime the engine's
 */
export async function status(
  { services: names, only, gpu = false }: StatusInput,
  runtime: Runtime,
): Promise<Report> {
  if (gpu) {
    const { statusWithGpu } = await import('./gpu/status-gpu.ts');
    return statusWithGpu(await status({ services: names, only }, runtime), runtime);
  }
  if (only === 'ids')
    await needsDocker('gecko status -q', 'It has one process and no containers.', runtime);
  if ((await runtimeOf(runtime)) === 'docker') {
    const { dockerStatus } = await import('./docker/status.ts');
    return narrowed(await dockerStatus(names, runtime), only);
  }
  const { project } = runtime.config;
  const wanted = new Set(names.map(serviceNamed));
  const { services: all, dependencies } = await observe(runtime);
  const services = all.filter(({ name }) => wanted.size === 0 || wanted.has(name));
  const report = {
    json: { project, runtime: 'embedded', profile: null, services, dependencies },
    text: (style: Style) => statusText(project, services, dependencies, style),
  };
  return narrowed(report, only);
}

/** With its text cut down to one field of each service. */
function narrowed(report: Report, only: StatusInput['only']): Report {
  if (only === null) return report;
  const services = report.json.services as readonly { name: string; id?: string }[];
  const fields = services.flatMap(({ name, id }) => (only === 'services' ? name : (id ?? [])));
  return { ...report, text: () => [...new Set(fields)].join('\n') };
}

async function observe(runtime: Runtime) {
  let daemon: RunningDaemon | null;
  try {
    daemon = await runtime.supervisor.find();
  } catch (error) {
    if (!(error instanceof GeckoError) || error.code !== 'DAEMON_SILENT') throw error;
    const unhealthy = { state: 'running', health: 'unhealthy', detail: error.message } as const;
    return {
      services: serviceNames.map((name) => serviceOf(name, null, unhealthy)),
      dependencies: [],
    };
  }
  if (!daemon) {
    const stopped = { state: 'stopped', health: null, detail: '' } as const;
    return {
      services: serviceNames.map((name) => serviceOf(name, null, stopped)),
      dependencies: [],
    };
  }
  return observeRunning(daemon, runtime);
}

async function observeRunning({ urls }: RunningDaemon, { connect, signal }: Runtime) {
  const [rag, qa] = await Promise.all(
    [urls.rag, urls.qa].map((url) => readiness(() => connect(url, null).ready(signal))),
  );
  const services = [
    serviceOf('rag', urls.rag, healthOf(rag)),
    serviceOf('qa', urls.qa, healthOf(qa)),
    // The same process as the two that were just asked.
    serviceOf('web', urls.web, { state: 'running', health: 'healthy', detail: '' }),
  ];
  return { services, dependencies: rag && 'dependencies' in rag ? rag.dependencies : [] };
}

async function readiness(ask: () => Promise<Ready>): Promise<Ready | GeckoError> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GeckoError) return error;
    throw error;
  }
}

function healthOf(
  answer: Ready | GeckoError | undefined,
): Pick<ServiceStatus, 'state' | 'health' | 'detail'> {
  const state = 'running';
  if (!answer || answer instanceof GeckoError)
    return { state, health: 'unhealthy', detail: answer?.message ?? '' };
  const poor = answer.dependencies.filter((dependency) => dependency.state !== 'ok');
  const detail = poor.map(({ name, detail: words }) => `${name}: ${words}`).join('; ');
  const failed = !answer.ready && poor.some((dependency) => dependency.state === 'failed');
  if (failed) return { state, health: 'unhealthy', detail };
  return { state, health: poor.length > 0 ? 'degraded' : 'healthy', detail };
}

function serviceOf(
  name: ServiceName,
  url: string | null,
  seen: Pick<ServiceStatus, 'state' | 'health' | 'detail'>,
): ServiceStatus {
  return { name, ...seen, url, image: null, restarts: 0 };
}

function statusText(
  project: string,
  services: readonly ServiceStatus[],
  dependencies: readonly Dependency[],
  style: Style,
): string {
  const isStopped = services.every(({ state }) => state === 'stopped');
  return [
    `Project ${project}, embedded runtime`,
    '',
    ...services.map((service) => serviceLine(service, style)),
    ...(isStopped ? ['', '`gecko up` starts them.'] : []),
    ...(dependencies.length > 0 ? [''] : []),
    ...dependencies.map((dependency) => dependencyLine(dependency, style)),
  ].join('\n');
}

function serviceLine({ name, state, health, url }: ServiceStatus, style: Style): string {
  const words = health === null ? state : `${state}, ${health}`;
  const padded = words.padEnd(18);
  return `  ${name.padEnd(10)} ${colour(health, style)(padded)} ${url ?? ''}`.trimEnd();
}

function dependencyLine({ name, state, detail }: Dependency, style: Style): string {
  const health = state === 'ok' ? 'healthy' : state === 'failed' ? 'unhealthy' : 'degraded';
  return `  ${name.padEnd(10)} ${colour(health, style)(state.padEnd(9))} ${oneLine(detail)}`;
}

function colour(health: ServiceStatus['health'], style: Style): (text: string) => string {
  if (health === 'healthy') return style.green;
  if (health === 'degraded') return style.yellow;
  return health === 'unhealthy' ? style.red : style.dim;
}
