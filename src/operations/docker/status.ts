import type { Engine } from '../../engine/engine.ts';
import type { ContainerState, ImageState } from '../../engine/objects.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { asksOllama } from '../../stack/asks-ollama.ts';
import { corpusBackend } from '../../stack/corpus-backend.ts';
import { imageName } from '../../stack/image-name.ts';
import { labelNames } from '../../stack/labels.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import type { Report, Style } from '../../ui/ui.ts';
import { wrap } from '../../ui/wrap.ts';
import { ollamaSite } from '../gpu/ollama-site.ts';
import { processorNow } from '../gpu/processor-now.ts';
import { dependencyLines, type StatusRow, statusLines } from '../status-lines.ts';
import { backendUrl, publishedUrl } from './door-url.ts';
import { type DockerProject, openProject } from './open-project.ts';
import { servicesNamed } from './service-arguments.ts';
import { shownContainers } from './shown-containers.ts';

/** One container in `status --json`; the contract of docs/scripting.md. */
interface ReplicaStatus {
  name: ServiceName;
  /** Of the container. */
  id: string;
  container: string;
  state: 'running' | 'stopped';
  health: 'healthy' | 'degraded' | 'unhealthy' | null;
  url: string | null;
  /** As it is called; null where another one has its name by now. */
  image: string | null;
  imageId: string;
  detail: string;
}

/** The project's containers, and what the backends say of what they depend on. Starts nothing. */
export async function dockerStatus(names: readonly string[], runtime: Runtime): Promise<Report> {
  const wanted = servicesNamed(names);
  const { config, connect, signal } = runtime;
  const project = await openProject(runtime);
  const { engine, seen, secrets } = project;
  const services = (await shownContainers(wanted, project, runtime)).map((container) =>
    statusOf(container, seen.images, config),
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
        header(config.project, engine, style),
        '',
        ...(services.length === 0 ? ['No containers. `gecko up` makes them.'] : []),
        ...statusLines(services.map(rowOf), style),
        ...(dependencies.length > 0 ? [''] : []),
        ...dependencyLines(dependencies, style),
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

function statusOf(
  container: ContainerState,
  images: readonly ImageState[],
  config: Runtime['config'],
): ReplicaStatus {
  const name = container.labels[labelNames.service] as ServiceName;
  const running = container.status === 'running';
  return {
    name,
    id: container.id,
    container: container.name,
    state: running ? 'running' : 'stopped',
    health: !running ? null : container.health === 'starting' ? 'degraded' : container.health,
    url: running ? publishedUrl(config, name) : null,
    image: imageName(container, images),
    imageId: container.imageId,
    detail: container.statusText,
  };
}

function header(project: string, { info }: Engine, style: Style): string {
  const where = info.isLocal ? '' : ` on another machine, ${info.address}`;
  const text = `Project ${project}, docker runtime (${info.name} ${info.version}${where})`;
  return style.terminal ? wrap(text, style.columns) : text;
}

/** The engine's words without the health, which stands before them. */
function rowOf({ container, detail, ...status }: ReplicaStatus): StatusRow {
  const words = detail.replace(/ \((?:health: )?(?:starting|healthy|unhealthy)\)$/, '');
  return { ...status, name: container, detail: words };
}
