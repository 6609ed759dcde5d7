import type { ManifestFile } from '../../archive/repository/manifest.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { storeFile } from '../../archive/repository/store-file.ts';
import type { Runtime } from '../../runtime.ts';
import { checkRoom } from './check-room.ts';
import { progressOf } from './progress-of.ts';

/** A file that waits to be stored. */
export interface WaitingFile {
  /** In the backup. */
  path: string;
  /** Bytes. */
  size: number;
  read(): AsyncIterable<Uint8Array>;
  /** It is a tar: another one with the same members is stored once. */
  isTar?: boolean;
  /** The same file, as an earlier backup has it: it is not read where its pieces are there. */
  earlier?: ManifestFile | undefined;
  /** Called once it is stored, before the next one is read; what it throws ends the storing. */
  stored?(file: ManifestFile): Promise<void>;
}

/**
 * Stores files one after the other, once there is room for all, and shows how far it is.
 * @param reread what is there already is read, and stored anew where it was damaged since
 * @returns them as the manifest has them, and the bytes that were written
 * @throws GeckoError NO_SPACE (exit 24), and what reading them throws
 */
export async function storeAll(
  waiting: readonly WaitingFile[],
  place: RepositoryPlace,
  runtime: Pick<Runtime, 'signal' | 'ui'>,
  { reread = false } = {},
): Promise<{ files: ManifestFile[]; written: number }> {
  const { signal } = runtime;
  const total = waiting.reduce((sum, { size }) => sum + size, 0);
  await checkRoom('The backup', place, total);
  const known = new Set(await place.names('blobs'));
  const progress = progressOf('Storing', total, runtime);
  const files: ManifestFile[] = [];
  let written = 0;
  const onWritten = (bytes: number) => {
    written += bytes;
  };
  try {
    for (const { path, size, read, stored, isTar, earlier } of waiting) {
      if (!reread && earlier?.pieces.every(({ sha256 }) => known.has(sha256))) {
        files.push(earlier);
        progress.add(size);
        continue;
      }
      const cut = isTar ? 'tar' : 'evenly';
      const input = { place, known, onRead: progress.add, onWritten, signal, cut, reread } as const;
      const file = await storeFile(path, read(), input);
      await stored?.(file);
      files.push(file);
    }
  } finally {
    progress.end();
  }
  return { files, written };
}
