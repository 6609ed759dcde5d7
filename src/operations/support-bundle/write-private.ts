import { link, open, rename, rm } from 'node:fs/promises';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';

/**
 * Writes a file that only the user may read, whole or not at all, where there is none yet.
 * @throws GeckoError BUNDLE_IN_THE_WAY (exit 22), and the system's errors
 */
export async function writePrivate(path: string, content: Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.partial`;
  const file = await open(draft, 'wx', 0o600);
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
