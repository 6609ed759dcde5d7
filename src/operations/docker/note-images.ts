import { dirname, join } from 'node:path';
import type { EngineInfo } from '../../engine/engine.ts';
import type { ImageState } from '../../engine/objects.ts';
import type { Runtime } from '../../runtime.ts';
import { digestOf } from '../../stack/digest-of.ts';
import { isNamed } from '../../stack/is-named.ts';
import { type LockedImage, recordImages } from '../../state/image-lock.ts';

/** Reference of the image of a service. */
export type ServiceImages = readonly (readonly [service: string, reference: string])[];

/**
 * Records which images the services have, beside gecko.yaml, or in the project's state where there is
 * none; of other services stays what is recorded.
 */
export async function noteImages(
  services: ServiceImages,
  images: readonly ImageState[],
  { architecture }: Pick<EngineInfo, 'architecture'>,
  { config, paths }: Runtime,
): Promise<void> {
  const entries = services.flatMap(([service, reference]): [string, LockedImage][] => {
    const image = images.find((one) => isNamed(one, reference));
    if (!image) return [];
    const digest = digestOf(image, reference);
    const repository = reference.replace(/(@.*|:[^:/]*)$/, '');
    const whole = digest === null ? null : `${repository}@${digest}`;
    return [[service, { reference, digest: whole, id: image.id }]];
  });
  const folder = config.file === null ? paths.project.folder : dirname(config.file);
  const lock = join(folder, 'gecko.lock.json');
  await recordImages(lock, `linux/${architecture}`, Object.fromEntries(entries));
}
