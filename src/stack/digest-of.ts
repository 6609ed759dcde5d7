import type { ImageState } from '../engine/objects.ts';

/**
 * The digest under which the registry of a name has an image, `sha256:…`; null for one that did not come
 * from it. An image that was pushed elsewhere has digests of other names.
 */
export function digestOf(
  { digests }: Pick<ImageState, 'digests'>,
  reference: string,
): string | null {
  const repository = repositoryOf(reference);
  const found = digests.find((digest) => repositoryOf(digest) === repository);
  return found?.split('@')[1] ?? null;
}

/** Without tag and digest, and without what Docker Hub's own names may leave out. */
function repositoryOf(reference: string): string {
  return reference
    .replace(/@.*$/, '')
    .replace(/:[^:/]*$/, '')
    .replace(/^docker\.io\/(library\/)?/, '');
}
