import { backupDamaged } from '../../archive/repository/backup-damaged.ts';
import { Damage } from '../../archive/repository/damage.ts';
import type { ManifestFile } from '../../archive/repository/manifest.ts';
import type { BackupSource } from '../../archive/repository/source.ts';

/**
 * The bytes of a file of a backup.
 * @throws GeckoError BACKUP_DAMAGED (exit 25), at its end too
 */
export async function* provenBytes(
  source: BackupSource,
  file: ManifestFile,
): AsyncGenerator<Buffer> {
  try {
    yield* source.read(file);
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    throw backupDamaged(source.manifest.id, [`${file.path}: ${error.message}`]);
  }
}
