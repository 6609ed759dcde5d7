import type { ContainerState } from '../../engine/objects.ts';
import type { Runtime } from '../../runtime.ts';
import { catalog } from '../../stack/catalog.ts';
import { labelNames } from '../../stack/labels.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import type { Report, Style } from '../../ui/ui.ts';
import { doorUrl, publishedUrl } from './door-url.ts';
import { openProject } from './open-project.ts';
import { servicesNamed } from './service-arguments.ts';

/** One container in `status --json`; the contract of docs/scripting.md. */
interface ReplicaStatus {
  name: ServiceName;
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
  const { engine, seen } = await openProject(runtime);
  const services = seen.containers
    .filter(({ labels }) => {
      const service = labels[labelNames.service];
      return (
        service !== undefined && (wanted.length === 0 || wanted.some((one) => one === service))
      );
    })
    .toSorted((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1))
    .map((container) => statusOf(container, config));
  const isRunning = services.some(({ name, state }) => name === 'rag' && state === 'running');
  const { dependencies } = isRunning
    ? await doorUrl('rag', runtime)
        .then((url) => connect(url, null).ready(signal))
        .catch(() => ({ dependencies: [] }))
    : { dependencies: [] };
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
      ].join('\n'),
  };
}

function place({ labels }: ContainerState): number {
  return catalog.findIndex(({ name }) => name === labels[labelNames.service]);
}

function statusOf(container: ContainerState, config: Runtime['config']): ReplicaStatus {
  const name = container.labels[labelNames.service] as ServiceName;
  const running = container.status === 'running';
  return {
    name,
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
