import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { flushFolder } from '../flush-folder.ts';

/** Nobody else may read what a backup holds. */
const MODE = 0o600;

/**
 * Writes a file that appears under its name when all of it is on the disk; whatever goes wrong before,
 * nothing of it is left, and a file that had the name stays.
 * @returns its bytes
 * @throws GeckoError NO_SPACE (exit 24), BACKUP_TARGET (1), and what the content throws
 */
export async function writeArchive(
  path: string,
  content: AsyncIterable<Uint8Array>,
): Promise<number> {
  const partial = `${path}.partial`;
  const tried = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      throw targetError(path, error);
    });
  // One that a killed gecko has left, perhaps with another mode.
  await tried(rm(partial, { force: true }));
  const file = await tried(open(partial, 'wx', MODE));
  try {
    let length = 0;
    try {
      for await (const bytes of content) {
        await tried(file.writeFile(bytes));
        length += bytes.length;
      }
      await tried(file.sync());
    } finally {
      await file.close();
    }
    await tried(rename(partial, path));
    await tried(flushFolder(dirname(path)));
    return length;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

function targetError(path: string, cause: unknown): unknown {
  const code = errorCode(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new GeckoError('NO_SPACE', `There is no room left for ${path}`, {
      exitCode: exitCodes.space,
      hint: 'Nothing of it was kept. Make room, or name a file on another disk.',
      cause,
    });
  if (!(cause instanceof Error) || !('syscall' in cause)) return cause;
  return new GeckoError('BACKUP_TARGET', `${path} cannot be written: ${cause.message}`, {
    exitCode: exitCodes.failure,
    hint: 'Name a file in a folder that is there and that you may write.',
    cause,
  });
}
