import type { ContainerDetails, ContainerState } from '../../engine/objects.ts';
import { labelNames } from '../../stack/labels.ts';
import type { DockerProject } from '../docker/open-project.ts';
import type { DoctorFacts } from '../doctor/facts.ts';

/** Who made it is nobody's business but the user's. */
const shownLabels = Object.values(labelNames).filter((name) => name !== labelNames.createdBy);

/** The project as the engine has it; of what is not the project's, only how much there is. */
export async function observedContainers(facts: DoctorFacts): Promise<Record<string, unknown>> {
  const { engine, seen } = await facts.project();
  const containers = await Promise.all(seen.containers.map((one) => containerOf(one, engine)));
  const { foreign } = seen;
  return {
    containers,
    networks: seen.networks.map(({ name, driver, internal, subnets }) => ({
      ...{ name, driver, internal, subnets },
    })),
    volumes: seen.volumes.map(({ name, driver, created }) => ({ name, driver, created })),
    images: seen.images
      .filter(({ id }) => seen.containers.some(({ imageId }) => imageId === id))
      .map(({ id, tags, digests, size, architecture }) => ({
        ...{ id, tags, digests, size, architecture },
      })),
    others: {
      containers: foreign.containers.length,
      networks: foreign.networks.length,
      volumes: foreign.volumes.length,
    },
  };
}

async function containerOf(container: ContainerState, engine: DockerProject['engine']) {
  const { name, image, imageId, status, health, statusText, ports, networks, volumes } = container;
  const details = await engine.container(container.id);
  return {
    ...{ name, image, imageId, status, health, statusText, ports, networks, volumes },
    labels: labelsOf(container),
    ...(details ? detailsOf(details) : {}),
  };
}

function labelsOf({ labels }: ContainerState): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).filter(([name]) => shownLabels.some((one) => one === name)),
  );
}

/** Of its environment the names: values may be secrets. */
function detailsOf({
  exitCode,
  oomKilled,
  error,
  restarts,
  startedAt,
  env,
  lastProbe,
}: ContainerDetails) {
  const variables = env.map((line) => line.split('=')[0] ?? '');
  return { exitCode, oomKilled, error, restarts, startedAt, variables, lastProbe };
}
