import { backupDamaged } from '../../archive/repository/backup-damaged.ts';
import { Damage } from '../../archive/repository/damage.ts';
import type { ManifestFile } from '../../archive/repository/manifest.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import type { QdrantSnapshots } from '../../clients/qdrant-snapshots.ts';

/**
 * Uploads a snapshot of a backup into a collection; it is proven on its way.
 * @throws GeckoError BACKUP_DAMAGED (exit 25), and what the server throws
 */
export async function fillFrom(
  source: BackupSource,
  { path, collection }: { path: string; collection: string },
  {
    server,
    onSent,
    signal,
  }: {
    server: QdrantSnapshots;
    onSent: (bytes: number) => void;
    signal: AbortSignal;
  },
): Promise<void> {
  const { id, files } = source.manifest;
  const file = files.find((one) => one.path === path);
  if (!file) throw backupDamaged(id, [`${path} is not in its manifest`]);
  let damage: Damage | null = null;
  async function* content(of: ManifestFile) {
    try {
      for await (const bytes of source.read(of)) {
        yield bytes;
        onSent(bytes.length);
      }
    } catch (error) {
      if (error instanceof Damage) damage = error;
      throw error;
    }
  }
  try {
    await server.upload(collection, { size: file.size, content: content(file) }, signal);
  } catch (error) {
    // To the server it looks like a connection that broke off.
    const found = damage as Damage | null;
    throw found ? backupDamaged(id, [`${path}: ${found.message}`]) : error;
  }
}
