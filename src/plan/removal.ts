import type { ContainerState } from '../engine/objects.ts';
import { catalog } from '../stack/catalog.ts';
import { labelNames } from '../stack/labels.ts';
import type { ServiceName } from '../stack/service-spec.ts';
import { isUp } from './is-up.ts';
import { type Step, step } from './step.ts';

/**
 * A container stops, then goes.
 * @param given seconds until it is killed; without them, those of its service
 */
export function removal(container: ContainerState, cause: string, given?: number): Step[] {
  const { name, labels } = container;
  const service = labels[labelNames.service] as ServiceName;
  const seconds = given ?? secondsOf(container);
  const stop = step({ kind: 'container.stop', service, name, seconds }, cause);
  return [
    ...(isUp(container) ? [stop] : []),
    step({ kind: 'container.remove', service, name }, cause, isUp(container) ? [stop.id] : []),
  ];
}

/** What the engine gives it to end. */
export function secondsOf({ labels }: ContainerState): number {
  return catalog.find(({ name }) => name === labels[labelNames.service])?.stopTimeout ?? 10;
}
