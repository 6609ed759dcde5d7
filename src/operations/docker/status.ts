import type { ContainerState } from '../../engine/objects.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { asksOllama } from '../../stack/asks-ollama.ts';
import { catalog } from '../../stack/catalog.ts';
import { corpusBackend } from '../../stack/corpus-backend.ts';
import { labelNames } from '../../stack/labels.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import type { Report, Style } from '../../ui/ui.ts';
import { wrap } from '../../ui/wrap.ts';
import { ollamaSite } from '../gpu/ollama-site.ts';
import { processorNow } from '../gpu/processor-now.ts';
import { backendUrl, publishedUrl } from './door-url.ts';
import { ofServices } from './of-services.ts';
import { type DockerProject, openProject } from './open-project.ts';
import { probeService } from './probe-service.ts';
import { servicesNamed } from './service-arguments.ts';

/** One container in `status --json`; the contract of docs/scripting.md. */
interface ReplicaStatus {
  name: ServiceName;
  /** Of the container. */
  id: string;
  container: string;
  state: 'running' | 'stopped';
  health: 'healthy' | 'degraded' | 'unhealthy' | null;
  url: string | null;
  image: string;
  detail: string;
}

/** The project's containers, and what the backends say of what they depend on. Starts nothing. */
export async function dockerStatus(names: readonly string[], runtime: Runtime): Promise<Report> {
  const wanted = servicesNamed(names);
  const { config, connect, signal } = runtime;
  const project = await openProject(runtime);
  const { engine, seen, secrets, door } = project;
  const sorted = ofServices(seen.containers, wanted).toSorted(
    (a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1),
  );
  const services = await Promise.all(
    sorted.map(async (container) => {
      const status = statusOf(container, config);
      // Docker's own check comes seconds later than the answer that `up` has waited for.
      const isNew = status.health === 'degraded';
      const answers =
        isNew &&
        (await probeService(status.name, container.name, { door, config }, signal)).healthy;
      return answers ? { ...status, health: 'healthy' as const } : status;
    }),
  );
  const told = corpusBackend(config);
  const isRunning = services.some(({ name, state }) => name === told && state === 'running');
  const asksModel = services.some(({ name, state }) => name === 'ollama' && state === 'running');
  const [{ dependencies }, onCpu] = await Promise.all([
    isRunning
      ? backendUrl(told, runtime)
          .then((url) => connect(url, secrets.token).ready(signal))
          .catch((error: unknown) => ({ dependencies: [silent(told, error)] }))
      : { dependencies: [] },
    asksModel ? silentlyOnCpu(project, runtime) : null,
  ]);
  return {
    json: {
      project: config.project,
      runtime: 'docker',
      engine: {
        name: engine.info.name,
        version: engine.info.version,
        address: engine.info.address,
        isLocal: engine.info.isLocal,
      },
      services,
      dependencies,
      ...(onCpu === null ? {} : { gpu: { processor: 'cpu', text: onCpu } }),
    },
    text: (style) =>
      [
        `Project ${config.project}, docker runtime (${engine.info.name} ${engine.info.version}${engine.info.isLocal ? '' : ` on another machine, ${engine.info.address}`})`,
        '',
        ...(services.length === 0 ? ['No containers. `gecko up` makes them.'] : []),
        ...services.map((service) => line(service, style)),
        ...(dependencies.length > 0 ? [''] : []),
        ...dependencies.map(({ name, state, detail }) =>
          `  ${name.padEnd(10)} ${state.padEnd(9)} ${detail}`.trimEnd(),
        ),
        ...(onCpu === null
          ? []
          : ['', style.yellow(wrap(`${onCpu}. gecko doctor --only gpu says why.`, style.columns))]),
      ].join('\n'),
  };
}

/**
 * A model that is loaded, and none of it on the card that its container was made for (rows 36 and 53); only
 * then the container is looked at. Null where that is not so, or nobody knows.
 */
async function silentlyOnCpu(
  project: DockerProject,
  { config, signal }: Runtime,
): Promise<string | null> {
  if (!asksOllama(config)) return null;
  try {
    const text = await processorNow(project.door.ollama, config.model, signal);
    if (text === null) return null;
    return (await ollamaSite(project)).profile.startsWith('gpu-') ? text : null;
  } catch (error) {
    if (error instanceof GeckoError) return null;
    throw error;
  }
}

/** It runs, and says nothing of what it depends on. @throws what is no error of its answer */
function silent(name: string, error: unknown) {
  if (!(error instanceof GeckoError)) throw error;
  return { name, state: 'failed' as const, detail: error.message };
}

function place({ labels }: ContainerState): number {
  return catalog.findIndex(({ name }) => name === labels[labelNames.service]);
}

function statusOf(container: ContainerState, config: Runtime['config']): ReplicaStatus {
  const name = container.labels[labelNames.service] as ServiceName;
  const running = container.status === 'running';
  return {
    name,
    id: container.id,
    container: container.name,
    state: running ? 'running' : 'stopped',
    health: !running ? null : container.health === 'starting' ? 'degraded' : container.health,
    url: running ? publishedUrl(config, name) : null,
    image: container.image,
    detail: container.statusText,
  };
}

function line({ container, state, health, url, detail }: ReplicaStatus, style: Style): string {
  const words = (health === null ? state : `${state}, ${health}`).padEnd(20);
  const colour = health === 'healthy' ? style.green : health === null ? style.dim : style.yellow;
  return `  ${container.padEnd(24)} ${colour(words)} ${(url ?? '').padEnd(24)} ${style.dim(detail)}`.trimEnd();
}
