import { amount } from '../../amount.ts';
import type { ImageState } from '../../engine/objects.ts';
import type { Runtime } from '../../runtime.ts';
import { imageName } from '../../stack/image-name.ts';
import { isNamed } from '../../stack/is-named.ts';
import { labelNames } from '../../stack/labels.ts';
import type { WantedImage } from '../../stack/wanted-images.ts';
import type { Report } from '../../ui/ui.ts';
import { fittedTable } from '../fitted-table.ts';
import { imageWishes } from './image-wishes.ts';
import { openProject } from './open-project.ts';
import { servicesNamed } from './service-arguments.ts';
import { shownContainers } from './shown-containers.ts';

/** Which image each container was made from; of one that lost its name, what has the name now. */
export async function dockerImages(names: readonly string[], runtime: Runtime): Promise<Report> {
  const services = servicesNamed(names);
  const project = await openProject(runtime);
  const { images } = project.seen;
  const containers = await shownContainers(services, project, runtime);
  const rows = containers.map((container) => {
    const found = images.find(({ id }) => id === container.imageId);
    return {
      container: container.name,
      service: container.labels[labelNames.service] ?? '',
      image: imageName(container, images),
      id: container.imageId,
      size: found?.size ?? null,
    };
  });
  const hasNameless = rows.some(({ image }) => image === null);
  // Of every profile: which of them is used, the hardware would have to be asked.
  const input = { services, profile: undefined, autoGpu: false, allProfiles: true };
  const wanted = hasNameless ? await imageWishes(input, project, runtime) : [];
  const cells = rows.map(({ container, service, image, id, size }) => [
    container,
    image ?? nameless(service, wanted, images),
    id.replace(/^sha256:/, '').slice(0, 12),
    size === null ? '' : amount(size),
  ]);
  return {
    json: { project: runtime.config.project, runtime: 'docker', images: rows },
    text: (style) =>
      rows.length === 0
        ? 'No containers. `gecko up` makes them, and brings their images.'
        : fittedTable(['container', 'image', 'id', 'size'], cells, style),
  };
}

function nameless(
  service: string,
  wanted: readonly WantedImage[],
  images: readonly ImageState[],
): string {
  const now = wanted.find(
    ({ services, reference }) =>
      services.some((name) => name === service) &&
      images.some((image) => isNamed(image, reference)),
  );
  return now === undefined
    ? 'untagged'
    : `untagged; replaced by ${now.reference}, which the next gecko up takes`;
}
