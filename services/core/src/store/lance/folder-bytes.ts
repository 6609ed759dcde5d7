import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Size of a folder's files in bytes; 0 where there is none. */
export async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    () => [],
  )) {
    if (!entry.isFile()) continue;
    bytes += await stat(join(entry.parentPath, entry.name)).then(
      ({ size }) => size,
      // Compaction may have removed it meanwhile.
      () => 0,
    );
  }
  return bytes;
}
