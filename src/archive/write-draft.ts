import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { flushFolder } from './flush-folder.ts';
import { draftOf, isDraftOfDead } from './repository/drafts.ts';

/**
 * Writes a file that appears under its name when all of it is on the disk; whatever goes wrong before,
 * nothing of it is left, and a file that had the name stays. What killed processes have left of it goes.
 * @param mode of the file, such as 0o600
 * @throws the system's errors, and what the writing throws
 */
export async function writeDraft<T>(
  path: string,
  mode: number,
  write: (file: FileHandle) => Promise<T>,
): Promise<T> {
  await removeLeftovers(path);
  const draft = draftOf(path);
  const file = await open(draft, 'wx', mode);
  try {
    let written: T;
    try {
      written = await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    await flushFolder(dirname(path));
    return written;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function removeLeftovers(path: string): Promise<void> {
  const [folder, name] = [dirname(path), basename(path)];
  // A folder that cannot be read may take a file all the same.
  const names = await readdir(folder).catch(() => []);
  for (const one of names)
    if (one.startsWith(`${name}.`) && isDraftOfDead(one))
      await rm(join(folder, one), { force: true });
}
