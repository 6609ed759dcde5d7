import type { Snapshot } from '../engine/engine.ts';
import type { ContainerState } from '../engine/objects.ts';
import { catalog, usersOfService } from '../stack/catalog.ts';
import { labelNames } from '../stack/labels.ts';
import { removal } from './removal.ts';
import { type Plan, type Step, step, stepId } from './step.ts';

/**
 * Everything of the project goes but its volumes; with `volumes` those go too, which is destructive.
 * @param options.seconds until a container is killed; without them, those of its service
 */
export function planDown(
  seen: Snapshot,
  { volumes, seconds }: { volumes: boolean; seconds?: number | undefined },
): Plan {
  const containers = inOrderOfEnd(seen.containers).flatMap((container) => {
    const users = usersOf(container, seen.containers);
    return removal(container, 'down', seconds).map((one) =>
      one.kind === 'container.stop'
        ? { ...one, after: users.map(({ name }) => stepId('container.stop', name)) }
        : one,
    );
  });
  const gone = containers.filter(({ kind }) => kind === 'container.remove').map(({ id }) => id);
  const networks = seen.networks.map(({ name }) =>
    step({ kind: 'network.remove', name }, 'down', membersOf(name, seen).map(removeId)),
  );
  const kept = volumes
    ? []
    : seen.volumes.filter(({ labels }) => labels[labelNames.content] === 'data');
  return {
    steps: [...containers, ...networks, ...volumeSteps(seen, volumes, gone)],
    notes: kept.length > 0 ? [`kept: ${kept.map(({ name }) => name).join(', ')}`] : [],
    destructive: volumes ? seen.volumes.map(({ name }) => name) : [],
  };
}

/** Of a container that does not run, a list may not tell its networks: it counts as one of them all. */
function membersOf(network: string, { containers }: Snapshot): readonly ContainerState[] {
  return containers.filter(
    ({ networks }) => networks.length === 0 || networks.some(({ name }) => name === network),
  );
}

function removeId({ name }: ContainerState): string {
  return stepId('container.remove', name);
}

function volumeSteps(seen: Snapshot, volumes: boolean, after: readonly string[]): Step[] {
  if (!volumes) return [];
  return seen.volumes.map(({ name }) =>
    step({ kind: 'volume.remove', name }, 'asked for by --volumes', after),
  );
}

/** The last to be started is the first to end. */
export function inOrderOfEnd(containers: readonly ContainerState[]): ContainerState[] {
  const names = catalog.map(({ name }) => name as string);
  const place = ({ labels }: ContainerState) => names.indexOf(labels[labelNames.service] ?? '');
  return containers.toSorted((a, b) => place(b) - place(a) || (a.name < b.name ? -1 : 1));
}

/**
 * The containers that end before this one: a store ends after who may be writing to it. All others end at
 * once: the door lets nobody in any more and finishes what is under way.
 */
export function usersOf(
  { labels }: ContainerState,
  all: readonly ContainerState[],
): ContainerState[] {
  const service = labels[labelNames.service];
  if (service !== 'qdrant') return [];
  const users: string[] = usersOfService(service);
  return all.filter((other) => users.includes(other.labels[labelNames.service] ?? ''));
}
