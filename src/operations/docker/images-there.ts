import type { ImageState } from '../../engine/objects.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { isNamed } from '../../stack/is-named.ts';
import type { WantedImage } from '../../stack/wanted-images.ts';
import type { DockerProject } from './open-project.ts';

/**
 * Without a network every image has to be there, or, for gecko's own backends, the one that theirs is
 * built on.
 *
 * @throws GeckoError IMAGE_MISSING (exit 21) naming all that are missing and how they are brought
 */
export async function imagesThere(
  wanted: readonly WantedImage[],
  images: readonly ImageState[],
  { engine }: Pick<DockerProject, 'engine'>,
  { config, docker: tools }: Runtime,
): Promise<void> {
  const docker = await tools();
  const { base } = await docker.backendImage(engine.info.architecture, config.images.base);
  const has = (reference: string) => images.some((image) => isNamed(image, reference));
  const missing = wanted.filter(
    ({ reference, from, folder }) =>
      !has(reference) && !(from === 'build' && (folder !== null || has(base))),
  );
  if (missing.length === 0) return;
  const names = missing.map(({ reference, from }) =>
    from === 'build' ? `${reference}, or ${base} to build it on` : reference,
  );
  throw new GeckoError(
    'IMAGE_MISSING',
    `Nothing is pulled offline, and the engine lacks ${missing.length === 1 ? 'an image' : `${missing.length} images`}`,
    {
      exitCode: exitCodes.unsupported,
      hint: [
        'Missing:',
        ...missing.map(({ services }, index) => `  ${names[index]} (${services.join(', ')})`),
        'Where there is a network: gecko pull --save FILE; then here: gecko pull --load FILE. Or name others in the keys images.*',
      ].join('\n'),
      details: { images: missing.map(({ reference }) => reference) },
    },
  );
}
