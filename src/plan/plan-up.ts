import type { Snapshot } from '../engine/engine.ts';
import { labelNames, ownerLabels } from '../stack/labels.ts';
import { containerName } from '../stack/names.ts';
import type { ServiceName } from '../stack/service-spec.ts';
import type { ResolvedService, ResolvedStack } from '../stack/stack.ts';
import { hasModel } from './has-model.ts';
import { inOrder } from './in-order.ts';
import { serviceSteps } from './plan-service.ts';
import { removal } from './removal.ts';
import { renewNetworks } from './renew-networks.ts';
import { type Plan, type Step, step, stepId } from './step.ts';
import { surplusNetworks } from './surplus-networks.ts';

export interface UpOptions {
  /** Only these, and what they need; empty: all. */
  services: readonly ServiceName[];
  /** Makes every container anew. */
  forceRecreate: boolean;
  /** Leaves containers that are there as they are, whatever their settings. */
  noRecreate?: boolean;
  /** Without what the named services need. */
  noDeps?: boolean;
  /** Seconds until a container that has to go is killed; without it, those of its service. */
  stopSeconds?: number;
  /** Models that Ollama has; null where it could not be asked. */
  models: readonly string[] | null;
  /** The model that is to be loaded, and whether it is; null, or absent: none is. */
  load?: { model: string; isLoaded: boolean } | null;
  /** The embedding weights are in their volume. */
  weightsPlaced: boolean;
}

export interface UpPlan extends Plan {
  /** What it is for, whether something of it changes or not. */
  services: readonly ServiceName[];
}

/**
 * From what is there to what is wanted: missing things are made, containers and networks that differ are
 * made anew, stopped containers started, surplus replicas removed. Volumes are made where they are
 * missing and never touched otherwise.
 */
export function planUp(stack: ResolvedStack, before: Snapshot, options: UpOptions): UpPlan {
  const {
    steps: renewal,
    seen,
    services: emptied,
  } = renewNetworks(stack, before, options.stopSeconds);
  const asked = options.services;
  const wanted = withNeeds(stack, {
    ...options,
    services: asked.length === 0 ? asked : [...asked, ...emptied],
  });
  const services = stack.services.filter(({ name }) => wanted.has(name));
  const containers = withReload(
    services.flatMap((service) => serviceSteps(service, stack, seen, options)),
    stack,
  );
  const steps = [
    ...renewal,
    ...networkSteps(stack, seen),
    ...volumeSteps(stack, services, seen),
    ...orphanSteps(stack, seen, options),
    ...weightSteps(stack, services, seen, options),
    ...containers,
    ...modelSteps(stack, services, options, containers),
  ];
  const ends = surplusNetworks(stack, seen, steps);
  return {
    services: services.map(({ name }) => name),
    steps: inOrder(filesFirst([...steps, ...ends])),
    notes: stack.notes,
    destructive: [],
  };
}

/** Nothing ends before all files are where they belong: a volume may be full, and what runs has to stay. */
function filesFirst(steps: readonly Step[]): Step[] {
  const puts = steps.flatMap(({ kind, id }) =>
    kind === 'volume.put' || kind === 'weights.put' ? [id] : [],
  );
  return steps.map((one) =>
    one.kind === 'container.stop' ? { ...one, after: [...one.after, ...puts] } : one,
  );
}

function withNeeds(
  { services }: ResolvedStack,
  { services: asked, noDeps }: UpOptions,
): ReadonlySet<ServiceName> {
  if (noDeps && asked.length > 0) return new Set(asked);
  if (asked.length === 0) return new Set(services.map(({ name }) => name));
  const wanted = new Set<ServiceName>();
  const add = (name: ServiceName) => {
    wanted.add(name);
    for (const need of services.find((one) => one.name === name)?.after ?? []) add(need);
  };
  for (const name of asked) add(name);
  return wanted;
}

function networkSteps({ networks }: ResolvedStack, seen: Snapshot): Step[] {
  return networks
    .filter(({ name }) => !seen.networks.some((network) => network.name === name))
    .map((spec) =>
      step({ kind: 'network.create', spec }, spec.internal ? 'no route out' : 'the way out', [
        stepId('network.remove', spec.name),
      ]),
    );
}

function volumeSteps(
  { volumes, owner }: ResolvedStack,
  services: readonly ResolvedService[],
  seen: Snapshot,
): Step[] {
  const used = new Set(
    services.flatMap(({ container, configVolume }) => [
      ...container.mounts.map(({ source }) => source),
      configVolume,
    ]),
  );
  return volumes
    .filter(({ name, external }) => !external && used.has(name))
    .filter(({ name }) => !seen.volumes.some((volume) => volume.name === name))
    .map(({ name, content }) =>
      step(
        {
          kind: 'volume.create',
          name,
          labels: { ...ownerLabels(owner), [labelNames.content]: content },
        },
        content === 'data' ? 'data stays in it' : 'configuration',
      ),
    );
}

/** Where the backends are gecko's own, which look for the weights in a volume. */
function weightSteps(
  { owner, weightsVolume }: ResolvedStack,
  services: readonly ResolvedService[],
  seen: Snapshot,
  { weightsPlaced }: UpOptions,
): Step[] {
  const user = services.find(({ container }) =>
    container.mounts.some(({ source }) => source === weightsVolume),
  );
  if (!user) return [];
  const isThere = [...seen.volumes, ...seen.foreign.volumes].some(
    ({ name }) => name === weightsVolume,
  );
  if (isThere && weightsPlaced) return [];
  const { image } = user;
  return [
    step(
      {
        kind: 'weights.put',
        name: weightsVolume,
        image: image.id ?? image.reference,
        labels: ownerLabels(owner),
      },
      'the backends embed with them',
      [stepId('volume.create', weightsVolume)],
    ),
  ];
}

/** Containers of services that are no longer wanted, such as Ollama's under the profile `host`. */
function orphanSteps(stack: ResolvedStack, seen: Snapshot, options: UpOptions): Step[] {
  if (options.services.length > 0) return [];
  const wanted = new Set<string>(stack.services.map(({ name }) => name));
  return seen.containers
    .filter(({ labels }) => !wanted.has(labels[labelNames.service] ?? ''))
    .flatMap((container) =>
      removal(container, 'its service is not wanted any more', options.stopSeconds),
    );
}

/**
 * The door looks for what has started, before anything is asked through it. Replicas that are replaced
 * one after the other have a reload each.
 */
function withReload(steps: readonly Step[], { owner }: ResolvedStack): Step[] {
  const door = containerName(owner.project, 'web', 1);
  const replaced = new Set(
    steps.flatMap((one) => (one.kind === 'door.reload' ? [one.joined] : [])),
  );
  const isOther = (one: { service: ServiceName; name: string }) =>
    one.service !== 'web' && !replaced.has(one.name);
  const started = steps.flatMap((one) =>
    one.kind === 'container.start' && isOther(one) ? [one.id] : [],
  );
  if (started.length === 0) return [...steps];
  const reload = step(
    { kind: 'door.reload', name: door, joined: null },
    'it looks the new addresses up',
    [...started, stepId('container.start', door)],
  );
  const isAskedThroughIt = (one: Step) => one.kind === 'wait.healthy' && isOther(one);
  return [
    ...steps.map((one) =>
      isAskedThroughIt(one) ? { ...one, after: [...one.after, reload.id] } : one,
    ),
    reload,
  ];
}

function modelSteps(
  { model, owner }: ResolvedStack,
  services: readonly ResolvedService[],
  { models, load = null }: UpOptions,
  containers: readonly Step[],
): Step[] {
  if (!services.some(({ name }) => name === 'ollama')) return [];
  const answering = (['ollama', 'web'] as const).map((service) =>
    stepId('wait.healthy', containerName(owner.project, service, 1)),
  );
  // A model that is loaded now goes with a container that is made anew.
  const isNew = containers.some(
    (one) => one.kind === 'container.start' && one.service === 'ollama',
  );
  const isLacking = model !== null && (models === null || !hasModel(models, model));
  return [
    ...(isLacking
      ? [
          step(
            { kind: 'model.pull', model },
            models === null ? 'where Ollama lacks it' : 'Ollama lacks it',
            answering,
          ),
        ]
      : []),
    ...(load === null || (load.isLoaded && !isNew)
      ? []
      : [
          step(
            { kind: 'model.load', model: load.model },
            'the first question does not wait for it',
            [stepId('model.pull', load.model), ...answering],
          ),
        ]),
  ];
}
