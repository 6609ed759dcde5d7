import type { ContainerDetails } from '../engine/objects.ts';
import { isUp } from '../plan/is-up.ts';
import { composeLabels } from './compose-labels.ts';
import type { OldMount, OldService, OldStack } from './old-stack.ts';

/** A Compose stack as its containers tell of it. */
export function stackOfContainers(
  project: string,
  containers: readonly ContainerDetails[],
): OldStack {
  const lasting = containers.filter(
    ({ labels }) =>
      labels[composeLabels.service] !== undefined &&
      labels[composeLabels.oneOff]?.toLowerCase() !== 'true',
  );
  const names = [...new Set(lasting.map(({ labels }) => labels[composeLabels.service] ?? ''))];
  return {
    project,
    file: null,
    profiles: [],
    services: names.toSorted().map((name) =>
      serviceOf(
        name,
        lasting.filter(({ labels }) => labels[composeLabels.service] === name),
      ),
    ),
    notes: [],
  };
}

function serviceOf(name: string, all: readonly ContainerDetails[]): OldService {
  const [first] = all;
  if (!first) throw new Error(`${name} has no container`);
  return {
    name,
    image: first.image,
    build: null,
    ports: first.ports,
    env: Object.fromEntries(
      first.env.map((line) => {
        const [variable = '', ...value] = line.split('=');
        return [variable, value.join('=')];
      }),
    ),
    mounts: mountsOf(first),
    command: first.command,
    gpu: gpuOf(first),
    limits: { cpus: null, memory: null },
    replicas: all.length,
    profiles: [],
    containers: all.map(({ id, name: called, imageId, status, restart }) => ({
      id,
      name: called,
      imageId,
      isRunning: isUp({ status }),
      restart,
    })),
  };
}

function mountsOf({ volumes, binds }: ContainerDetails): OldMount[] {
  return [
    ...volumes.map(({ name, target }): OldMount => ({ type: 'volume', source: name, target })),
    ...binds.map(({ source, target }): OldMount => ({ type: 'bind', source, target })),
  ];
}

function gpuOf({ devices }: ContainerDetails): OldService['gpu'] {
  const nvidia = devices.find((one) => one.kind === 'nvidia');
  if (nvidia?.kind === 'nvidia') return { kind: 'nvidia', count: nvidia.count, ids: nvidia.ids };
  const isAmd = devices.some((one) => one.kind === 'device' && one.path === '/dev/kfd');
  return isAmd ? { kind: 'amd' } : null;
}
