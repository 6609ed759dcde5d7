import type { Manifest } from './manifest.ts';
import type { RepositoryPlace } from './place.ts';

/** Names of the blobs that a backup is made of, as the place lists them. */
export function blobsOf(
  { storedName }: Pick<RepositoryPlace, 'storedName'>,
  { files }: Pick<Manifest, 'files'>,
): Set<string> {
  return new Set(files.flatMap(({ pieces }) => pieces.map(({ sha256 }) => storedName(sha256))));
}
