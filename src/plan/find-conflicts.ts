import type { Snapshot } from '../engine/engine.ts';
import { labelNames } from '../stack/labels.ts';
import type { Plan } from './step.ts';

/** Something that is not the project's, where one of its own has to be. */
export interface Conflict {
  kind: 'container' | 'network' | 'volume' | 'port';
  /** Name, or `ADDRESS:PORT`. */
  name: string;
  /** Whose it is, for people. */
  holder: string;
}

/** What stands in the way of a plan: names and ports that something foreign has. */
export function findConflicts({ steps }: Plan, { foreign }: Snapshot): Conflict[] {
  return steps.flatMap((step): Conflict[] => {
    if (step.kind === 'network.create')
      return foreign.networks
        .filter(({ name }) => name === step.spec.name)
        .map(({ name, labels }) => ({ kind: 'network', name, holder: ownerOf(labels) }));
    if (step.kind === 'volume.create')
      return foreign.volumes
        .filter(({ name }) => name === step.name)
        .map(({ name, labels }) => ({ kind: 'volume', name, holder: ownerOf(labels) }));
    if (step.kind !== 'container.create') return [];
    const { name, ports } = step.spec;
    const named = foreign.containers
      .filter((container) => container.name === name)
      .map(({ image, labels }) => ({
        kind: 'container' as const,
        name,
        holder: `image ${image}, ${ownerOf(labels)}`,
      }));
    const published = ports.flatMap(({ address, hostPort }) =>
      foreign.containers
        .filter((container) => container.ports.some((port) => port.hostPort === hostPort))
        .map((container) => ({
          kind: 'port' as const,
          name: `${address}:${hostPort}`,
          holder: `container ${container.name} (image ${container.image})`,
        })),
    );
    return [...named, ...published];
  });
}

/** By the labels of gecko and of Compose. */
function ownerOf(labels: Readonly<Record<string, string>>): string {
  const gecko = labels[labelNames.project];
  if (gecko !== undefined) return `gecko project ${gecko}`;
  const compose = labels['com.docker.compose.project'];
  return compose === undefined ? 'not made by gecko' : `Compose project ${compose}`;
}
