import type { Runtime } from '../../runtime.ts';
import { imageName } from '../../stack/image-name.ts';
import { labelNames } from '../../stack/labels.ts';
import type { ComposeRow } from '../compose-lines.ts';
import { openProject } from './open-project.ts';
import { servicesNamed } from './service-arguments.ts';
import { shownContainers } from './shown-containers.ts';

/** The project's containers, running or not, for scripts that were written for Compose. */
export async function composePs(names: readonly string[], runtime: Runtime): Promise<ComposeRow[]> {
  const wanted = servicesNamed(names);
  const project = await openProject(runtime);
  const containers = await shownContainers(wanted, project, runtime);
  return containers.map((container) => ({
    id: container.id,
    name: container.name,
    image: imageName(container, project.seen.images) ?? container.imageId,
    command: container.command,
    project: runtime.config.project,
    service: container.labels[labelNames.service] ?? '',
    state: container.status,
    health: container.health,
    status: container.statusText,
    created: container.created,
    publishers: container.ports,
    networks: container.networks.map(({ name }) => name),
  }));
}
