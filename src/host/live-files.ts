import { access, constants, readdir, readFile, stat, statfs } from 'node:fs/promises';
import type { HostFiles } from './host-files.ts';

/** The files of this machine. */
export const liveFiles: HostFiles = {
  read: (path) => orElse(readFile(path, 'utf8'), null),
  list: (path) => orElse(readdir(path), []),
  stat: (path) =>
    orElse(
      stat(path).then(({ gid, mode }) => ({ gid, mode: mode & 0o777 })),
      null,
    ),
  mayUse: (path) =>
    orElse(
      access(path, constants.R_OK | constants.W_OK).then(() => true),
      false,
    ),
  freeSpace: (path) =>
    orElse(
      statfs(path).then(({ bavail, bsize }) => bavail * bsize),
      null,
    ),
};

async function orElse<T, U>(answer: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await answer;
  } catch {
    // Missing, forbidden, or gone since: all the same to a probe.
    return otherwise;
  }
}
