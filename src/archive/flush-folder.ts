import { type FileHandle, open } from 'node:fs/promises';
import { errorCode } from '../error-code.ts';

/**
 * How systems say that they cannot flush a folder: file systems of the network (EINVAL, ENOTSUP, ENOENT of
 * CIFS, ENOTTY of macOS), Windows (EPERM, EISDIR, EACCES), and a folder that may be written but not read.
 */
const notSupported = [
  ...['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'ENOTTY'],
  ...['ENOENT', 'EPERM', 'EISDIR', 'EACCES'],
];

/**
 * Without it the new name may be lost with the power. Nothing where there is no such folder, or where the
 * system cannot. @throws what the disk says, such as EIO and ENOSPC
 */
export async function flushFolder(
  folder: string,
  opened: (folder: string) => Promise<Pick<FileHandle, 'sync' | 'close'>> = (path) =>
    open(path, 'r'),
): Promise<void> {
  try {
    const file = await opened(folder);
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!notSupported.includes(errorCode(error))) throw error;
  }
}
