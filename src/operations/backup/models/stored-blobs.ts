import type { KnownBlobs } from '../../../archive/repository/known-blobs.ts';
import type { ListedBackup } from '../../../archive/repository/list-backups.ts';
import type { ManifestFile } from '../../../archive/repository/manifest.ts';

/**
 * Files that earlier backups have whole, by their sha256: one that is known by its sum, as files of models
 * are, need not be read again.
 * @param known names of the blobs that the repository has
 */
export function storedBlobs(
  before: readonly ListedBackup[],
  known: Pick<KnownBlobs, 'has'>,
): Map<string, ManifestFile> {
  const found = new Map<string, ManifestFile>();
  for (const { content } of before)
    for (const file of 'files' in content ? content.files : [])
      if (file.pieces.every(({ sha256 }) => known.has(sha256))) found.set(file.sha256, file);
  return found;
}
