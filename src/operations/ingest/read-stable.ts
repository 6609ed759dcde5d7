import { readFile, stat } from 'node:fs/promises';

/**
 * A file's bytes, none of them from a moment when it was being written: read again once where its
 * size or time changed meanwhile.
 * @throws Error where it kept changing, or what the file system says
 */
export async function readStable(file: string): Promise<Buffer> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const before = await stat(file);
    const bytes = await readFile(file);
    const after = await stat(file);
    if (before.mtimeMs === after.mtimeMs && bytes.length === after.size) return bytes;
  }
  throw new Error('it was changed while it was read');
}
