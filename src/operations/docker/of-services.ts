import type { ContainerState } from '../../engine/objects.ts';
import { labelNames } from '../../stack/labels.ts';
import type { ServiceName } from '../../stack/service-spec.ts';

/** The containers of these services; of all services where none is named. */
export function ofServices(
  containers: readonly ContainerState[],
  services: readonly ServiceName[],
): ContainerState[] {
  return containers.filter(({ labels }) => {
    const service = labels[labelNames.service];
    return (
      service !== undefined && (services.length === 0 || services.some((one) => one === service))
    );
  });
}
