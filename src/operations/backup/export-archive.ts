import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { seal } from '../../archive/age/seal.ts';
import { packArchive } from '../../archive/file/pack-archive.ts';
import { writeArchive } from '../../archive/file/write-archive.ts';
import { backupDamaged } from '../../archive/repository/backup-damaged.ts';
import { Damage } from '../../archive/repository/damage.ts';
import type { Manifest } from '../../archive/repository/manifest.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { Runtime } from '../../runtime.ts';
import type { SealedTarget } from './backup-destination.ts';
import { checkRoom } from './check-room.ts';
import { progressOf } from './progress-of.ts';

/** Of all files, beside their content: heads and the manifest, at most. */
const OVERHEAD = 1.02;
const LEAST = 1024 * 1024;

/**
 * Writes a backup of a repository into one file, every byte of it proven on its way.
 * @param to whom it is encrypted to; null: it is not
 * @returns bytes of the file
 * @throws GeckoError BACKUP_DAMAGED (exit 25), NO_SPACE (24), BACKUP_TARGET (1), and the signal's reason;
 *   nothing of the file is left then
 */
export async function exportArchive(
  { place, manifest }: { place: RepositoryPlace; manifest: Manifest },
  { path, format, to }: SealedTarget,
  runtime: Runtime,
): Promise<number> {
  const total = manifest.files.reduce((sum, { size }) => sum + size, 0);
  const folder = dirname(path);
  const free = () => statfs(folder).then(({ bavail, bsize }) => bavail * bsize);
  await checkRoom('The file', { name: folder, free }, LEAST + Math.ceil(total * OVERHEAD));
  const progress = progressOf(`Writing ${path}`, total, runtime);
  const { signal } = runtime;
  try {
    const content = packArchive({ place, manifest, format, onRead: progress.add, signal });
    return await writeArchive(path, to === null ? content : seal(content, to));
  } catch (error) {
    throw error instanceof Damage ? backupDamaged(manifest.id, [error.message]) : error;
  } finally {
    progress.end();
  }
}
