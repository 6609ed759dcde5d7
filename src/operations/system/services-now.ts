import type { ReportValues } from '@gecko/core/contract/system-report';
import type { Engine, Snapshot } from '../../engine/engine.ts';
import type { ContainerState } from '../../engine/objects.ts';
import type { Runtime } from '../../runtime.ts';
import { catalog } from '../../stack/catalog.ts';
import { labelNames } from '../../stack/labels.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import { type SeenContainer, servicesPart } from '../../system/services-part.ts';
import { publishedUrl } from '../docker/door-url.ts';

/**
 * The containers of the stack as they are now, for the page.
 * @param seen a snapshot of now, which has to do; without it the engine is asked, also for what only an
 *   inspection tells: when each was started, and how often
 */
export async function servicesNow(
  engine: Engine,
  { config }: Pick<Runtime, 'config'>,
  seen?: Snapshot,
): Promise<ReportValues['services']> {
  const { containers, images } = seen ?? (await engine.snapshot(config.project));
  const place = (service: string | undefined) => catalog.findIndex(({ name }) => name === service);
  const sorted = containers
    .filter(({ labels }) => place(labels[labelNames.service]) >= 0)
    .toSorted(
      (a, b) =>
        place(a.labels[labelNames.service]) - place(b.labels[labelNames.service]) ||
        (a.name < b.name ? -1 : 1),
    );
  return servicesPart({
    containers: seen ? sorted : await inspected(engine, sorted),
    images,
    urlOf: (service) => publishedUrl(config, service as ServiceName),
  });
}

/** With the words for people, which only the list has. One that is gone meanwhile is as it was seen. */
function inspected(engine: Engine, containers: readonly ContainerState[]) {
  return Promise.all(
    containers.map(async (container): Promise<SeenContainer> => {
      const details = await engine.container(container.id);
      return details ? { ...details, statusText: container.statusText } : container;
    }),
  );
}
