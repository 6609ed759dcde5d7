/** What a repository holds: pieces of files by their sha256, and what each backup is made of. */
export type Kind = 'blobs' | 'manifests';

/**
 * Where a repository lies: a folder, or something else that keeps named objects of a few megabytes.
 *
 * Its methods throw GeckoError NO_SPACE (exit 24) where it is full, and BACKUP_TARGET (1) where it cannot
 * be read or written.
 */
export interface RepositoryPlace {
  /** For people. */
  readonly name: string;
  /** Of what is there whole; none where there is no repository yet. */
  names(kind: Kind): Promise<string[]>;
  /** Null where it is not there. @param limit bytes; of one that is longer, so many and one more */
  read(kind: Kind, name: string, limit: number): Promise<Buffer | null>;
  /** Whole or not at all, and for good when it resolves. */
  write(kind: Kind, name: string, bytes: Uint8Array): Promise<void>;
  /** Removes what writes have left that were killed long ago. */
  clean(now: number): Promise<void>;
  /** Bytes; null where nobody knows. */
  free(): Promise<number | null>;
}
