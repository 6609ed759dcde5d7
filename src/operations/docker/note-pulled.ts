import { dirname, join } from 'node:path';
import type { Engine } from '../../engine/engine.ts';
import type { ImageState } from '../../engine/objects.ts';
import type { Runtime } from '../../runtime.ts';
import { isNamed } from '../../stack/is-named.ts';
import type { WantedImage } from '../../stack/wanted-images.ts';
import { type LockedImages, recordImages } from '../../state/image-lock.ts';

/** Records the images of these services in gecko.lock.json; of the others stays what is there. */
export async function notePulled(
  wanted: readonly WantedImage[],
  images: readonly ImageState[],
  engine: Engine,
  { config, paths }: Runtime,
): Promise<void> {
  const entries: LockedImages = Object.fromEntries(
    wanted.flatMap(({ reference, services }) => {
      const image = images.find((one) => isNamed(one, reference));
      if (!image) return [];
      const locked = { reference, digest: image.digests[0] ?? null, id: image.id };
      return services.map((service) => [service, locked] as const);
    }),
  );
  const folder = config.file === null ? paths.project.folder : dirname(config.file);
  const platform = `linux/${engine.info.architecture}`;
  await recordImages(join(folder, 'gecko.lock.json'), platform, entries, { keepsOthers: true });
}
