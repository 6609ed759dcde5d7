import { resolve } from 'node:path';
import { folderPlace } from '../../archive/repository/folder-place.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { Runtime } from '../../runtime.ts';

/** The repository that is meant: as given, else as configured, else the project's own. */
export function openRepository(
  to: string | undefined,
  { config, paths }: Pick<Runtime, 'config' | 'paths'>,
): RepositoryPlace {
  return folderPlace(resolve(to ?? config.backup.folder ?? paths.project.backups));
}
