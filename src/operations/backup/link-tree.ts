import type { Dirent } from 'node:fs';
import { copyFile, link, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { errorCode } from '../../error-code.ts';

/**
 * A second name for every file below a folder: as fast as a copy that takes no room. It stays as it is
 * where files are only ever replaced as a whole, as LanceDB and the catalog beside it do. Where the file
 * system has no links, it is a copy.
 */
export async function linkTree(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true, mode: 0o700 });
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  // Whatever a version names was there before it: where one is being written, its files come along.
  const isVersion = ({ parentPath }: Dirent) => Number(basename(parentPath) === '_versions');
  for (const entry of entries.sort((a, b) => isVersion(b) - isVersion(a))) {
    const path = join(entry.parentPath, entry.name);
    const target = join(to, path.slice(from.length));
    if (entry.isDirectory()) await mkdir(target, { recursive: true, mode: 0o700 });
    if (!entry.isFile()) continue;
    await mkdir(join(target, '..'), { recursive: true, mode: 0o700 });
    await link(path, target).catch(async (error: unknown) => {
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errorCode(error)))
        throw error;
      await copyFile(path, target);
    });
  }
}
