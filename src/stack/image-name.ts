import type { ContainerState, ImageState } from '../engine/objects.ts';

/**
 * What people call the image of a container, which is created from an id. Null where it has no name any
 * more: another one was pulled or built under it since.
 */
export function imageName(
  { image, imageId }: Pick<ContainerState, 'image' | 'imageId'>,
  images: readonly ImageState[],
): string | null {
  if (!/^(sha256:)?[0-9a-f]{12,64}$/.test(image)) return image;
  const found = images.find(({ id }) => id === imageId);
  return found?.tags[0] ?? found?.digests[0] ?? null;
}
