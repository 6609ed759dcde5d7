import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { CarriedFile } from '../export/export-file.ts';

/** A user's own folder as the context of an image, without what has no use there. */
export async function folderFiles(folder: string): Promise<CarriedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => isContext(relative(folder, path)))
    .toSorted();
  const files = await Promise.all(paths.map((path) => fileAt(path, folder)));
  return files.flat();
}

/** What has no use in an image. @param path below the folder */
export function isContext(path: string): boolean {
  return !/(^|[\\/])(\.git|node_modules)([\\/]|$)/.test(path);
}

/** A link stands for the file that it leads to. */
async function fileAt(path: string, folder: string): Promise<CarriedFile[]> {
  const found = await stat(path);
  if (!found.isFile()) return [];
  return [
    {
      path: relative(folder, path).split(sep).join('/'),
      content: { read: () => readFile(path) },
      mode: (found.mode & 0o111) === 0 ? 0o644 : 0o755,
    },
  ];
}
