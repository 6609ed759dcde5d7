import type { ManifestSigner } from './manifest-signer.ts';

/**
 * What a repository holds: pieces of files by their sha256, what each backup is made of, the key of a
 * sealed one, and who works in it now.
 */
export type Kind = 'blobs' | 'manifests' | 'keys' | 'locks';

/** Something that a repository holds. */
export interface Entry {
  name: string;
  /** Bytes as stored. */
  size: number;
  /** Milliseconds since the epoch, by the clock of whoever keeps it. */
  changedAt: number;
}

/**
 * Where a repository lies: a folder, or something else that keeps named objects of a few megabytes.
 *
 * Its methods throw GeckoError NO_SPACE (exit 24) where it is full, and BACKUP_TARGET (1) where it cannot
 * be read or written.
 */
export interface RepositoryPlace {
  /** For people. */
  readonly name: string;
  /** Whether what it holds is encrypted. */
  readonly isSealed: boolean;
  /** Keys that every manifest is signed with, and has to be. */
  readonly signers: readonly ManifestSigner[];
  /** Of what is there whole; none where there is no repository yet. */
  names(kind: Kind): Promise<string[]>;
  /** The same, with what is known of each. */
  entries(kind: Kind): Promise<Entry[]>;
  /** What `names` has for the blob of bytes with this sum. */
  storedName(sha256: string): string;
  /**
   * Null where it is not there.
   * @param limit bytes; of one that is longer, so many and one more
   * @throws Damage where it is not as it was sealed
   */
  read(kind: Kind, name: string, limit: number): Promise<Buffer | null>;
  /** Whole or not at all, and for good when it resolves; of a blob, when a manifest is written next. */
  write(kind: Kind, name: string, bytes: Uint8Array): Promise<void>;
  /** The same, where there is none of that name. Of two at once, one. @returns false where there is one */
  create(kind: Kind, name: string, bytes: Uint8Array): Promise<boolean>;
  /** By the name that `names` has; nothing where it is not there. */
  remove(kind: Kind, name: string): Promise<void>;
  /** Removes what writes have left that were killed: at once where that is known, else after a day. */
  clean(now: number): Promise<void>;
  /** Bytes; null where nobody knows. */
  free(): Promise<number | null>;
}
