import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { folderPlace } from '../../archive/repository/folder-place.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import type { Runtime } from '../../runtime.ts';
import { checkRoom } from './check-room.ts';
import { LANCE_FOLDER } from './lance-folder.ts';
import { progressOf } from './progress-of.ts';
import { provenBytes } from './proven-bytes.ts';

/**
 * The embedded store of a backup, as files in a folder, flushed to the disk.
 * @throws GeckoError NO_SPACE (exit 24), BACKUP_DAMAGED (25)
 */
export async function unpackLance(
  source: BackupSource,
  folder: string,
  text: string,
  runtime: Runtime,
): Promise<void> {
  const files = source.manifest.files.filter(({ path }) => path.startsWith(`${LANCE_FOLDER}/`));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  await checkRoom('The restore', folderPlace(dirname(folder)), total);
  const progress = progressOf(text, total, runtime);
  try {
    for (const file of files) {
      // The manifest's paths were checked as it was read: none leads out of the folder.
      const path = join(folder, file.path.slice(LANCE_FOLDER.length + 1));
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const content = async function* () {
        for await (const bytes of provenBytes(source, file)) {
          progress.add(bytes.length);
          yield bytes;
        }
      };
      await pipeline(content, createWriteStream(path, { mode: 0o600, flush: true }), {
        signal: runtime.signal,
      });
    }
  } finally {
    progress.end();
  }
}
