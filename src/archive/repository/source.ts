import type { Manifest, ManifestFile } from './manifest.ts';

/** A backup that can be read, wherever it lies: in a repository, or in a file of its own. */
export interface BackupSource {
  readonly manifest: Manifest;
  /** For people: the folder, or the file. */
  readonly name: string;
  /** What proves who made it, for people: a key, a passphrase; null: nothing does. */
  readonly provenBy: string | null;
  /**
   * Reads every byte and compares it with the manifest.
   * @param onRead gets the bytes that were read further
   * @returns what is not as it should be: `qdrant/a.snapshot: the blob … is missing`; empty: all is
   */
  verify(onRead: (bytes: number) => void, signal: AbortSignal): Promise<string[]>;
  /**
   * The bytes of a file of the manifest; quickest in the order of the manifest. They are proven when all of
   * them have come without an error, and not before: the last ones may be what proves the others.
   * @throws Damage, at the end too
   */
  read(file: ManifestFile): AsyncIterable<Buffer>;
}
