import type { ContainerState } from '../../engine/objects.ts';
import type { Runtime } from '../../runtime.ts';
import { catalog } from '../../stack/catalog.ts';
import { labelNames } from '../../stack/labels.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import { ofServices } from './of-services.ts';
import type { DockerProject } from './open-project.ts';
import { probeService } from './probe-service.ts';

/**
 * The containers of these services, of all where none is named, in the catalog's order. One that answers
 * counts as healthy before Docker's own check says so, which comes seconds after `up` has returned.
 */
export async function shownContainers(
  wanted: readonly ServiceName[],
  { seen, door }: Pick<DockerProject, 'seen' | 'door'>,
  { config, signal }: Pick<Runtime, 'config' | 'signal'>,
): Promise<ContainerState[]> {
  const sorted = ofServices(seen.containers, wanted).toSorted(
    (a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1),
  );
  return Promise.all(
    sorted.map(async (container) => {
      if (container.status !== 'running' || container.health !== 'starting') return container;
      const service = container.labels[labelNames.service] as ServiceName;
      const answer = await probeService(service, container.name, { door, config }, signal);
      return answer.healthy ? { ...container, health: 'healthy' as const } : container;
    }),
  );
}

function place({ labels }: ContainerState): number {
  return catalog.findIndex(({ name }) => name === labels[labelNames.service]);
}
