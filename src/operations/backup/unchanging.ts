import type { ListedBackup } from '../../archive/repository/list-backups.ts';
import type { ManifestFile } from '../../archive/repository/manifest.ts';

/** A name that LanceDB gives once: a UUID, or the random digits of a file of data. */
const givenOnce = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\/data\/[01]{24}[0-9a-f]{26}\.lance$/;

/**
 * Files of earlier backups of a project that are the same wherever a file has their path: LanceDB writes each
 * once, under a name that no other ever has.
 */
export function unchanging(
  before: readonly ListedBackup[],
  project: string,
): Map<string, ManifestFile> {
  const found = new Map<string, ManifestFile>();
  for (const { content } of before)
    if ('files' in content && content.project === project)
      for (const file of content.files) if (givenOnce.test(file.path)) found.set(file.path, file);
  return found;
}
