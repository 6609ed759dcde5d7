import type { Snapshot } from '../engine/engine.ts';
import type { ContainerState } from '../engine/objects.ts';
import { changedParts } from '../stack/changed-parts.ts';
import { labelNames, ownerLabels, serviceLabels } from '../stack/labels.ts';
import { containerName } from '../stack/names.ts';
import type { ServiceName } from '../stack/service-spec.ts';
import type { ResolvedService, ResolvedStack } from '../stack/stack.ts';
import type { UpOptions } from './plan-up.ts';
import { removal } from './removal.ts';
import { type Step, step, stepId } from './step.ts';
import { stopPaused } from './stop-paused.ts';

/** The replicas of a service as they are wanted: made, made anew, started, waited for, or removed. */
export function serviceSteps(
  service: ResolvedService,
  stack: ResolvedStack,
  seen: Snapshot,
  options: UpOptions,
): Step[] {
  const present = seen.containers.filter(
    ({ labels }) => labels[labelNames.service] === service.name,
  );
  const numbers = Array.from({ length: service.replicas }, (_, index) => index + 1);
  const replicas = joining(
    service.name,
    numbers.map((replica) => {
      const there = present.find(({ labels }) => labels[labelNames.replica] === String(replica));
      return replicaSteps(service, replica, there, stack, options);
    }),
    containerName(stack.owner.project, 'web', 1),
  );
  const surplus = present
    .filter(({ labels }) => !numbers.includes(Number(labels[labelNames.replica])))
    .flatMap((container) =>
      removal(container, `${service.replicas} of ${service.name} are wanted`, options.stopSeconds),
    );
  const makes = replicas.some(({ kind }) => kind === 'container.create');
  return [...(makes ? putSteps(service, stack) : []), ...replicas, ...surplus];
}

/**
 * Of several replicas, the door takes up at once what is healthy: one that it found starting it leaves out
 * for a while. Those that run and are replaced wait for one another, and the others answer meanwhile.
 */
function joining(
  service: ServiceName,
  replicas: readonly (readonly Step[])[],
  door: string,
): Step[] {
  if (replicas.length < 2) return replicas.flat();
  const isReplaced = (steps: readonly Step[]) => steps[0]?.kind === 'container.stop';
  if (replicas.some(isReplaced)) return oneAfterTheOther(replicas, door);
  const steps = replicas.flat();
  if (!steps.some(({ kind }) => kind === 'container.start')) return steps;
  const waits = steps.flatMap(({ kind, id }) => (kind === 'wait.healthy' ? [id] : []));
  return [...steps, reload(door, service, 'it spreads requests over all of them', waits)];
}

function oneAfterTheOther(replicas: readonly (readonly Step[])[], door: string): Step[] {
  let before: readonly string[] = [];
  return replicas.flatMap((steps) => {
    const [stop, ...rest] = steps;
    const wait = rest.at(-1);
    if (stop?.kind !== 'container.stop' || wait === undefined) return steps;
    const taken = reload(door, stop.name, 'it takes it up before the next one ends', [wait.id]);
    const chained = { ...stop, after: [...stop.after, ...before] };
    before = [taken.id];
    return [chained, ...rest, taken];
  });
}

function reload(door: string, joined: string, cause: string, after: readonly string[]): Step {
  return step({ kind: 'door.reload', name: door, joined }, cause, after);
}

/** Files first: a container that is created finds them. */
function putSteps(
  { name, configVolume, files, image, container }: ResolvedService,
  stack: ResolvedStack,
): Step[] {
  if (files.length === 0) return [];
  return [
    step(
      {
        kind: 'volume.put',
        name: configVolume,
        image: image.id ?? image.reference,
        // A user's own image runs as whoever it likes.
        owner: container.user ?? null,
        files,
        labels: ownerLabels(stack.owner),
      },
      `configuration of ${name}`,
      [stepId('volume.create', configVolume)],
    ),
  ];
}

function replicaSteps(
  service: ResolvedService,
  replica: number,
  there: ContainerState | undefined,
  stack: ResolvedStack,
  options: UpOptions,
): Step[] {
  const name = containerName(stack.owner.project, service.name, replica);
  const wait = step({ kind: 'wait.healthy', service: service.name, name }, 'until it answers', [
    stepId('container.start', name),
  ]);
  const why = reasonToMake(service, there, stack, options);
  if (why === null && there?.status === 'running')
    return there.health === 'healthy' ? [] : [{ ...wait, after: [] }];
  const start = (cause: string, after: readonly string[]) =>
    step({ kind: 'container.start', service: service.name, name }, cause, [
      ...after,
      ...startedBefore(service, stack),
    ]);
  if (why === null && there?.status === 'paused') {
    const stop = stopPaused(there, options.stopSeconds);
    return [stop, start('it was paused', [stop.id]), wait];
  }
  if (why === null) return [start(`it is ${there?.status ?? 'not running'}`, []), wait];
  const removed = there ? removal(there, why, options.stopSeconds) : [];
  const create = step(
    {
      kind: 'container.create',
      service: service.name,
      spec: {
        ...service.container,
        name,
        image: service.image.id ?? service.image.reference,
        labels: {
          ...serviceLabels(stack.owner, service.name, replica),
          [labelNames.keyId]: stack.keyId,
          [labelNames.configHash]: service.hash,
          [labelNames.configParts]: JSON.stringify(service.parts),
        },
      },
    },
    why,
    [
      ...removed.map(({ id }) => id),
      ...stack.networks.map((network) => stepId('network.create', network.name)),
      ...service.container.mounts.map(({ source }) => stepId('volume.create', source)),
      stepId('volume.put', service.configVolume),
      ...service.container.mounts.map(({ source }) => stepId('weights.put', source)),
    ],
  );
  return [...removed, create, start('new', [create.id]), wait];
}

/** Null where the container that is there is the one that is wanted. */
function reasonToMake(
  { hash, parts, name, container }: ResolvedService,
  there: ContainerState | undefined,
  { keyId }: ResolvedStack,
  { forceRecreate, noRecreate, services: asked }: UpOptions,
): string | null {
  if (!there) return `${name} is not there`;
  if (!noRecreate && there.labels[labelNames.configHash] !== hash)
    // With another key all parts look changed, whether they are or not.
    return (there.labels[labelNames.keyId] ?? keyId) === keyId
      ? changes(changedParts(there.labels[labelNames.configParts], parts))
      : "changed: the project's token";
  const absent = networksOf(container).find((one) => !networksOf(there).includes(one));
  // Old engines join networks one by one: a run that ended between them has left half a container.
  if (absent !== undefined) return `it is not in the network ${absent}`;
  if (there.status === 'dead' || there.status === 'removing') return `it is ${there.status}`;
  return forceRecreate && !noRecreate && isAsked(name, asked) ? 'asked for' : null;
}

/** Names that a cause has room for. */
const SHOWN = 4;

function changes(names: readonly string[]): string {
  if (names.length === 0) return 'its image or settings differ';
  const rest = names.length - SHOWN;
  return `changed: ${names.slice(0, SHOWN).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function networksOf({ networks }: { networks: 'none' | readonly { name: string }[] }): string[] {
  return networks === 'none' ? [] : networks.map(({ name }) => name);
}

function isAsked(name: ServiceName, asked: readonly ServiceName[]): boolean {
  return asked.length === 0 || asked.includes(name);
}

/** The first replica of each service that is started before. */
function startedBefore({ after }: ResolvedService, { owner }: ResolvedStack): string[] {
  return after.map((name) => stepId('container.start', containerName(owner.project, name, 1)));
}
