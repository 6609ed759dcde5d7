import type { RepositoryPlace } from './place.ts';

/** Which blobs are there, by the sums of their plain bytes; a Set of those is one. */
export interface KnownBlobs {
  has(sha256: string): boolean;
  add(sha256: string): unknown;
  /** How many. */
  readonly size: number;
}

export async function knownBlobs(
  place: Pick<RepositoryPlace, 'names' | 'storedName'>,
): Promise<KnownBlobs> {
  const stored = new Set(await place.names('blobs'));
  return {
    has: (sha256) => stored.has(place.storedName(sha256)),
    add: (sha256) => stored.add(place.storedName(sha256)),
    get size() {
      return stored.size;
    },
  };
}
