import { knownBlobs } from '../../archive/repository/known-blobs.ts';
import type { ManifestFile } from '../../archive/repository/manifest.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { type FileToStore, storeFiles } from '../../archive/repository/store-files.ts';
import type { Runtime } from '../../runtime.ts';
import { checkRoom } from './check-room.ts';
import { progressOf } from './progress-of.ts';

/** A file that waits to be stored. */
export interface WaitingFile extends FileToStore {
  /** Bytes. */
  size: number;
  /** The same file, as an earlier backup has it: it is not read where its pieces are there. */
  earlier?: ManifestFile | undefined;
}

/**
 * Stores files once there is room for all that is new for certain, and shows how far it is.
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
  const known = await knownBlobs(place);
  const isThere = ({ earlier }: WaitingFile) =>
    !reread && earlier?.pieces.every(({ sha256 }) => known.has(sha256)) === true;
  const [there, rest] = [waiting.filter(isThere), waiting.filter((file) => !isThere(file))];
  // Of a tar the most may be there already, which only reading it tells.
  const isNew = ({ isTar = false }: WaitingFile) => !isTar || known.size === 0;
  await checkRoom('The backup', place, sizeOf(rest.filter(isNew)));
  const progress = progressOf('Storing', sizeOf(waiting), runtime);
  let written = 0;
  const onWritten = (bytes: number) => {
    written += bytes;
  };
  try {
    for (const { size } of there) progress.add(size);
    const input = { place, known, onRead: progress.add, onWritten, signal, reread };
    const stored = await storeFiles(rest, input);
    const byPath = new Map(stored.map((file) => [file.path, file]));
    const files = waiting.map(({ path, earlier }) => (byPath.get(path) ?? earlier) as ManifestFile);
    return { files, written };
  } finally {
    progress.end();
  }
}

function sizeOf(files: readonly WaitingFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
