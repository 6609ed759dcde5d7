import type { Snapshot } from '../engine/engine.ts';
import { labelNames } from '../stack/labels.ts';
import type { ServiceName } from '../stack/service-spec.ts';
import type { ResolvedStack } from '../stack/stack.ts';
import { inOrderOfEnd, usersOf } from './plan-down.ts';
import { removal } from './removal.ts';
import { type Step, step, stepId } from './step.ts';

export interface Renewal {
  /**
   * The project's networks that are not as they are wanted go, and before them whatever is in them, or
   * was in one that is gone: a container is bound to the network that it was made for, not to its name.
   */
  steps: Step[];
  /** What is there once they are done. */
  seen: Snapshot;
  /** Services whose containers went. */
  services: ServiceName[];
}

/**
 * A network cannot be changed: one that differs is removed, and like one that is gone made anew.
 * @param stopSeconds until a container is killed; without them, those of its service
 */
export function renewNetworks(
  { networks }: ResolvedStack,
  seen: Snapshot,
  stopSeconds?: number,
): Renewal {
  const old = seen.networks.filter((network) =>
    networks.some(({ name, internal }) => name === network.name && internal !== network.internal),
  );
  const lasting = seen.networks.filter((one) => !old.includes(one)).map(({ name }) => name);
  const anew = networks.map(({ name }) => name).filter((name) => !lasting.includes(name));
  const inThem = inOrderOfEnd(
    seen.containers.filter((one) => one.networks.some(({ name }) => anew.includes(name))),
  );
  const cause = `made anew: ${anew.join(', ')}`;
  const removals = inThem.flatMap((container) => {
    const users = usersOf(container, inThem).map(({ name }) => stepId('container.stop', name));
    return removal(container, cause, stopSeconds).map((one) =>
      one.kind === 'container.stop' ? { ...one, after: users } : one,
    );
  });
  const gone = removals.filter(({ kind }) => kind === 'container.remove').map(({ id }) => id);
  return {
    steps: [
      ...removals,
      ...old.map(({ name }) => step({ kind: 'network.remove', name }, 'its settings differ', gone)),
    ],
    seen: {
      ...seen,
      containers: seen.containers.filter((one) => !inThem.includes(one)),
      networks: seen.networks.filter((one) => !old.includes(one)),
    },
    services: inThem.map(({ labels }) => labels[labelNames.service] as ServiceName),
  };
}
