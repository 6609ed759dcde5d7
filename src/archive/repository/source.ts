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
   * The bytes of a file of the manifest, each piece proven; quickest in the order of the manifest.
   * @throws Damage, at its end too where the pieces do not make the file
   */
  read(file: ManifestFile): AsyncIterable<Buffer>;
}
