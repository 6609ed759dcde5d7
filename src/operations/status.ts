import type { Ready } from '@gecko/core/contract/health';
import type { SystemReport } from '@gecko/core/contract/system-report';
import type { RunningDaemon } from '../embedded/supervisor.ts';
import { GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { backupState } from '../state/backup-state.ts';
import { backupsPart } from '../system/backups-part.ts';
import type { Report, Style } from '../ui/ui.ts';
import { withBackupState } from './backup/with-backup-state.ts';
import { runtimeOf } from './choose-runtime.ts';
import { type ComposeRow, composeLines } from './compose-lines.ts';
import { needsDocker } from './needs-docker.ts';
import { reportSystem } from './report-system.ts';
import { type ServiceName, serviceNamed, serviceNames } from './service-names.ts';
import { dependencyLines, statusLines } from './status-lines.ts';
import { warnOfMove } from './unfinished-move.ts';

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
  /**
   * Nothing but these, one a line, or a line a container as Compose has it; null: all there is to tell. With
   * `--json`, all in any case.
   */
  only: 'ids' | 'services' | 'compose' | null;
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
  const isDocker = (await runtimeOf(runtime)) === 'docker';
  if (only === 'compose' && runtime.ui.mode !== 'json') {
    const rows = isDocker
      ? await import('./docker/compose-ps.ts').then(({ composePs }) => composePs(names, runtime))
      : await embeddedRows(names, runtime);
    return { json: {}, text: () => composeLines(rows) };
  }
  if (isDocker) {
    const { dockerStatus } = await import('./docker/status.ts');
    const report = withBackupState(await dockerStatus(names, runtime), runtime);
    if (only === null) await reportSystem(() => seenByStatus(runtime), runtime);
    return narrowed(report, only);
  }
  const { project } = runtime.config;
  const { services, dependencies } = await embeddedServices(names, runtime);
  const report = {
    json: { project, runtime: 'embedded', profile: null, services, dependencies },
    text: (style: Style) => statusText(project, services, dependencies, style),
  };
  return narrowed(withBackupState(report, runtime), only);
}

async function seenByStatus(runtime: Runtime): Promise<SystemReport> {
  const { servicesNow } = await import('./system/services-now.ts');
  const engine = await (await runtime.docker()).engine();
  const services = await servicesNow(engine, runtime);
  return { services, backups: backupsPart(backupState(runtime)) };
}

/** With its text cut down to one field of each service. */
function narrowed(report: Report, only: StatusInput['only']): Report {
  if (only === null || only === 'compose') return report;
  const services = report.json.services as readonly { name: string; id?: string }[];
  const fields = services.flatMap(({ name, id }) => (only === 'services' ? name : (id ?? [])));
  return { ...report, text: () => [...new Set(fields)].join('\n') };
}

async function embeddedServices(names: readonly string[], runtime: Runtime) {
  const wanted = new Set(names.map(serviceNamed));
  const { services, dependencies } = await observe(runtime);
  return {
    services: services.filter(({ name }) => wanted.size === 0 || wanted.has(name)),
    dependencies,
  };
}

/** The process as containers that are published at its ports. */
async function embeddedRows(names: readonly string[], runtime: Runtime): Promise<ComposeRow[]> {
  const { services } = await embeddedServices(names, runtime);
  return services.map(({ name, state, health, url }) => {
    const { hostname, port } = new URL(url ?? 'http://localhost');
    const publisher = { address: hostname, hostPort: Number(port), containerPort: Number(port) };
    return {
      ...{ id: '', image: '', command: '', created: null, networks: [] },
      ...{ name, service: name, project: runtime.config.project },
      state: state === 'running' ? state : 'exited',
      health: health === 'degraded' ? 'healthy' : health,
      status: state,
      publishers: url === null ? [] : [publisher],
    };
  });
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
    warnOfMove(runtime);
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
    ...statusLines(
      services.map((service) => ({ ...service, detail: '' })),
      style,
    ),
    ...(isStopped ? ['', '`gecko up` starts them.'] : []),
    ...(dependencies.length > 0 ? [''] : []),
    ...dependencyLines(dependencies, style),
  ].join('\n');
}
