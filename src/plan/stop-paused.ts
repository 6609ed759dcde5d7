import type { ContainerState } from '../engine/objects.ts';
import { labelNames } from '../stack/labels.ts';
import type { ServiceName } from '../stack/service-spec.ts';
import { secondsOf } from './removal.ts';
import { type Step, step } from './step.ts';

/** An engine starts no paused container; one that has stopped it does. */
export function stopPaused(container: ContainerState, given?: number): Step {
  const { name, labels } = container;
  const service = labels[labelNames.service] as ServiceName;
  const seconds = given ?? secondsOf(container);
  return step({ kind: 'container.stop', service, name, seconds }, 'it is paused');
}
