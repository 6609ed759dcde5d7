import type { ContainerState } from '../engine/objects.ts';
import { labelNames } from '../stack/labels.ts';
import type { ServiceName } from '../stack/service-spec.ts';
import { type Step, step } from './step.ts';

/** A container stops, then goes. */
export function removal(container: ContainerState, cause: string, seconds = 30): Step[] {
  const { name, labels, status } = container;
  const service = labels[labelNames.service] as ServiceName;
  const running = status === 'running' || status === 'restarting' || status === 'paused';
  const stop = step({ kind: 'container.stop', service, name, seconds }, cause);
  return [
    ...(running ? [stop] : []),
    step({ kind: 'container.remove', service, name }, cause, running ? [stop.id] : []),
  ];
}
