import type { OldData } from '../../adopt/data-of.ts';
import type { OldContainer, OldService, OldStack } from '../../adopt/old-stack.ts';
import type { TakenOver } from '../../adopt/taken-over.ts';
import type { ResolvedConfig } from '../../config/schema.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { DockerProject } from '../docker/open-project.ts';
import type { MovePlan, OldVolume } from './move-plan.ts';
import { volumeSize } from './volume-size.ts';

/**
 * What has to be stopped and copied. Changes nothing; sizes are read by a container that is removed again.
 * @throws GeckoError VOLUME_IN_USE (exit 22) where containers of others use the old volumes
 */
export async function planMove(
  stack: OldStack,
  taken: TakenOver,
  project: DockerProject,
  runtime: Runtime,
): Promise<MovePlan> {
  const data = [taken.qdrant, taken.ollama].filter((one) => one !== null);
  checkUnused(data, stack, project);
  const { config } = runtime;
  const stops = stack.services.filter((service) => isInTheWay(service, taken, data, config));
  const keeping = data.map(({ service }) => service);
  const ports = stops.flatMap((service) => service.ports.map(({ hostPort }) => hostPort));
  return {
    ...{ stack, ports },
    stop: {
      asking: runningOf(stops.filter((service) => !keeping.includes(service))),
      keeping: runningOf(keeping),
    },
    qdrant: await volumeOf(taken.qdrant, project, runtime),
    ollama: config.profile === 'host' ? null : await volumeOf(taken.ollama, project, runtime),
  };
}

/** A service that gecko has a place for, and whatever else uses that data or has a port of gecko's. */
function isInTheWay(
  service: OldService,
  { known }: TakenOver,
  data: readonly OldData[],
  { ports }: Pick<ResolvedConfig, 'ports'>,
): boolean {
  const wanted = Object.values(ports).flat();
  return (
    known.includes(service) ||
    service.ports.some(({ hostPort }) => wanted.includes(hostPort)) ||
    service.mounts.some(({ source }) => data.some(({ mount }) => mount.source === source))
  );
}

function runningOf(services: readonly OldService[]): OldContainer[] {
  return services.flatMap(({ containers }) => containers.filter(({ isRunning }) => isRunning));
}

async function volumeOf(
  data: OldData | null,
  project: DockerProject,
  runtime: Runtime,
): Promise<OldVolume | null> {
  if (data === null || !isThere(data, project)) return null;
  return { data, size: await volumeSize(data, project, runtime) };
}

/** The engine would make a volume that it does not have. */
function isThere({ mount }: OldData, { seen }: DockerProject): boolean {
  if (mount.type === 'bind') return true;
  return [...seen.volumes, ...seen.foreign.volumes].some(({ name }) => name === mount.source);
}

function checkUnused(
  data: readonly OldData[],
  { services }: OldStack,
  { seen }: DockerProject,
): void {
  const own = new Set(
    services.flatMap(({ containers }: { containers: readonly OldContainer[] }) =>
      containers.map(({ id }) => id),
    ),
  );
  const names = data.map(({ mount }) => mount.source);
  const users = seen.foreign.containers.filter(
    ({ id, status, volumes }) =>
      !own.has(id) && status === 'running' && volumes.some(({ name }) => names.includes(name)),
  );
  if (users.length === 0) return;
  const list = users.map(({ name }) => name).join(', ');
  throw new GeckoError(
    'VOLUME_IN_USE',
    `The old volumes are used by containers that are not of this stack: ${list}`,
    {
      exitCode: exitCodes.conflict,
      hint: `A copy is whole only while nobody writes. Stop them first: docker stop ${list.replaceAll(',', '')}`,
      details: { containers: users.map(({ name }) => name) },
    },
  );
}
