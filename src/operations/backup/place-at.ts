import { resolve } from 'node:path';
import { folderPlace } from '../../archive/repository/folder-place.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { isBucket } from '../../config/is-bucket.ts';
import type { Runtime } from '../../runtime.ts';
import { s3Bucket } from './s3-bucket.ts';

/**
 * Where the repository lies, as given, else as configured, else in the project's own folder; its key is not
 * looked at. @throws GeckoError USAGE (exit 2), BACKUP_DENIED (12)
 */
export async function placeAt(
  to: string | undefined,
  { config, paths, signal }: Pick<Runtime, 'config' | 'paths' | 'signal'>,
): Promise<RepositoryPlace> {
  const where = to ?? config.backup.folder ?? paths.project.backups;
  if (!isBucket(where)) return folderPlace(resolve(where));
  const [{ s3Place }, { bucket, prefix }] = await Promise.all([
    import('../../archive/repository/s3-place.ts'),
    s3Bucket(where, { config }),
  ]);
  return s3Place(bucket, prefix, signal);
}
