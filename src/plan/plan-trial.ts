import type { Snapshot } from '../engine/engine.ts';
import type { ContainerSpec, NetworkSpec } from '../engine/objects.ts';
import { ownerLabels } from '../stack/labels.ts';
import type { ServiceName } from '../stack/service-spec.ts';
import type { ResolvedStack } from '../stack/stack.ts';
import { type Plan, type Step, step, stepId } from './step.ts';

interface Trial {
  service: ServiceName;
  /** The container in whose place it is, so that it gets what that one will get. */
  spec: ContainerSpec;
  network: NetworkSpec | null;
  cause: string;
}

/**
 * The trial of what the plan relies on and nothing has proven yet: that the engine passes a GPU on to the
 * container that is to be made, or that the door that is to be made reaches the host's Ollama. Null where
 * no such container is to be made: the one that runs is the proof. It runs in the door's image, the
 * smallest, which has wget for its health check.
 */
export function planTrial(
  stack: ResolvedStack,
  { steps }: Pick<Plan, 'steps'>,
  seen: Snapshot,
): Step | null {
  const image = stack.services.find(({ name }) => name === 'web')?.image;
  const trial = steps.flatMap((made) => trialOf(made, stack, seen))[0];
  if (!image || !trial) return null;
  const { service, network, cause } = trial;
  const spec: ContainerSpec = {
    ...trial.spec,
    image: image.id ?? image.reference,
    labels: ownerLabels(stack.owner),
    ports: [],
    mounts: [],
    health: null,
    restart: 'no',
    stopTimeout: 1,
  };
  return step({ kind: 'container.try', service, spec, network }, cause, [
    stepId('image.pull', image.reference),
  ]);
}

function trialOf(made: Step, stack: ResolvedStack, seen: Snapshot): Trial[] {
  if (made.kind !== 'container.create') return [];
  const { service, spec } = made;
  if (spec.devices.length > 0) {
    const cause = 'the engine has to pass the GPU on';
    return [{ service, spec: opensDevices(spec), network: null, cause }];
  }
  if (service !== 'web' || stack.hostOllama === null) return [];
  const cause = "containers have to reach this machine's Ollama";
  return [{ service, cause, ...asksOllama(spec, stack.hostOllama, stack, seen) }];
}

/**
 * As Ollama's root without capabilities, which needs the groups of the devices. It gets no more than the
 * devices: an engine refuses those that it cannot pass on when the container is started.
 */
function opensDevices(spec: ContainerSpec): ContainerSpec {
  const nodes = spec.devices.flatMap((device) =>
    device.kind === 'device' && device.path !== '/dev/dri' ? [device.path] : [],
  );
  // It opens each for writing, and has nothing to write.
  const [program = 'true', ...args] = nodes.length > 0 ? ['tee', '-a', ...nodes] : [];
  return {
    ...spec,
    user: spec.user ?? '0:0',
    networks: 'none',
    entrypoint: [program],
    command: args,
  };
}

/** From a network like the door's way out, which is made for it where the door's own is not there yet. */
function asksOllama(
  spec: ContainerSpec,
  url: string,
  { networks }: ResolvedStack,
  seen: Snapshot,
): Pick<Trial, 'spec' | 'network'> {
  const way = networks.find(({ internal }) => !internal);
  const isThere = way === undefined || seen.networks.some(({ name }) => name === way.name);
  const joined = spec.networks === 'none' ? [] : spec.networks;
  return {
    spec: {
      ...spec,
      env: {},
      // Without the names of the door: what runs goes on to find that.
      networks: joined
        .filter(({ name }) => way === undefined || name === way.name)
        .map(({ name }) => ({ name, aliases: [] })),
      entrypoint: ['wget'],
      command: ['-q', '-O', '/dev/null', `${url}/api/version`],
    },
    network: isThere ? null : (way ?? null),
  };
}
