import { createHash } from 'node:crypto';
import { Damage } from './damage.ts';
import type { Manifest } from './manifest.ts';
import type { RepositoryPlace } from './place.ts';
import { readFile } from './read-file.ts';

/**
 * Reads every byte of a backup and compares it with its manifest.
 * @param onRead gets the bytes that were read further
 * @returns what is not as it should be: `qdrant/a.snapshot: the blob … is missing`; empty: all is
 */
export async function verifyFiles(
  place: Pick<RepositoryPlace, 'read'>,
  { files }: Pick<Manifest, 'files'>,
  onRead: (bytes: number) => void,
  signal: AbortSignal,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const file of files)
    try {
      const whole = createHash('sha256');
      for await (const bytes of readFile(place, file)) {
        signal.throwIfAborted();
        whole.update(bytes);
        onRead(bytes.length);
      }
      if (whole.digest('hex') !== file.sha256) throw new Damage('its pieces do not make the file');
    } catch (error) {
      if (!(error instanceof Damage)) throw error;
      wrong.push(`${file.path}: ${error.message}`);
    }
  return wrong;
}
