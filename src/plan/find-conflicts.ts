import type { Snapshot } from '../engine/engine.ts';
import type { ContainerState, ImageState } from '../engine/objects.ts';
import { imageName } from '../stack/image-name.ts';
import { labelNames } from '../stack/labels.ts';
import type { Plan, Step } from './step.ts';

/** Something that is not the project's, where one of its own has to be. */
export type Conflict =
  | {
      kind: 'container' | 'network' | 'volume';
      name: string;
      /** Whose it is, or who is in it, for people. */
      holder: string;
    }
  | { kind: 'port'; port: number; holder: string };

/**
 * What stands in the way of a plan: names and ports that something foreign has, and foreign containers
 * in a network that is to be made anew.
 */
export function findConflicts({ steps }: Plan, seen: Snapshot): Conflict[] {
  return steps.flatMap((step) => conflictsOf(step, seen));
}

function conflictsOf(step: Step, { containers, foreign, images }: Snapshot): Conflict[] {
  switch (step.kind) {
    case 'network.create': {
      const { name } = step.spec;
      const inIt = namesOf([...containers, ...foreign.containers].filter(isIn(name)));
      return foreign.networks
        .filter((network) => network.name === name)
        .map(({ labels }) => ({
          kind: 'network',
          name,
          holder: `${ownerOf(labels)}${inIt === '' ? ', nothing runs in it' : `, in it: ${inIt}`}`,
        }));
    }
    case 'network.remove': {
      const inIt = namesOf(foreign.containers.filter(isIn(step.name)));
      return inIt === '' ? [] : [{ kind: 'network', name: step.name, holder: `in it: ${inIt}` }];
    }
    case 'volume.create':
      return foreign.volumes
        .filter(({ name }) => name === step.name)
        .map(({ name, labels }) => ({ kind: 'volume', name, holder: ownerOf(labels) }));
    case 'container.create': {
      const { name, ports } = step.spec;
      const named = foreign.containers.filter((container) => container.name === name);
      return [
        ...named.map((container) => ({
          kind: 'container' as const,
          name,
          holder: whoseOf(container, images),
        })),
        ...ports.flatMap(({ address, hostPort: port }) =>
          foreign.containers
            .filter((container) => publishes(container, address, port))
            .map((container) => ({
              kind: 'port' as const,
              port,
              holder: holderOf(container, images),
            })),
        ),
      ];
    }
    default:
      return [];
  }
}

/** A container that publishes a port, for people. */
export function holderOf(container: ContainerState, images: readonly ImageState[]): string {
  return `container ${container.name} (${whoseOf(container, images)})`;
}

function whoseOf(container: ContainerState, images: readonly ImageState[]): string {
  return `image ${imageName(container, images) ?? container.image}, ${ownerOf(container.labels)}`;
}

/** Whether a container has a port on an address, or on all of them. */
export function publishes({ ports }: ContainerState, address: string, port: number): boolean {
  const everywhere = ['0.0.0.0', '::', ''];
  return ports.some(
    (one) =>
      one.hostPort === port &&
      (one.address === address || everywhere.includes(one.address) || everywhere.includes(address)),
  );
}

function isIn(network: string) {
  return ({ networks, status }: ContainerState) =>
    status === 'running' && networks.some(({ name }) => name === network);
}

function namesOf(containers: readonly ContainerState[]): string {
  return containers.map(({ name }) => name).join(', ');
}

/** By the labels of gecko and of Compose. */
function ownerOf(labels: Readonly<Record<string, string>>): string {
  const gecko = labels[labelNames.project];
  if (gecko !== undefined) return `gecko project ${gecko}`;
  const compose = labels['com.docker.compose.project'];
  return compose === undefined ? 'not made by gecko' : `Compose project ${compose}`;
}
