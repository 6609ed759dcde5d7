import { link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';

/**
 * Writes a file that only the user may read, whole or not at all, where there is none yet.
 * @throws GeckoError BUNDLE_IN_THE_WAY (exit 22), PATH_UNUSABLE (1), and the system's errors
 */
export async function writePrivate(path: string, content: Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.partial`;
  const file = await open(draft, 'wx', 0o600).catch((error: unknown) => {
    throw errorCode(error) === 'ENOENT' ? nowhere(path) : error;
  });
  try {
    await file.writeFile(content);
    await file.sync();
    await file.close();
    await publish(draft, path);
  } finally {
    await file.close().catch(() => {});
    await rm(draft, { force: true });
  }
}

/** By a link, which replaces nothing; some file systems have none. */
async function publish(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') throw inTheWay(path);
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw error;
    await rename(draft, path);
  }
}

/** What is there may be of value. */
export function inTheWay(path: string): GeckoError {
  return new GeckoError('BUNDLE_IN_THE_WAY', `There is a file already: ${path}`, {
    exitCode: exitCodes.conflict,
    hint: 'Name another one with --to, or move that one away.',
  });
}

/** Its folder is not there, or is none that takes files, such as /proc. */
export function nowhere(path: string): GeckoError {
  return new GeckoError('PATH_UNUSABLE', `There is no folder ${dirname(path)} to write into`, {
    exitCode: exitCodes.failure,
    hint: 'Make it, or name another place with --to.',
  });
}
