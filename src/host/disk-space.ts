import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../error-code.ts';

export interface DiskSpace {
  /** The folder that was asked for, or the nearest one above it that is there. */
  path: string;
  /** Bytes; free is what a program without root can have. */
  total: number;
  free: number;
  /** Files that the file system can hold, and can still take; both 0 where it sets no bound. */
  files: number;
  freeFiles: number;
}

/** Room on the disk that a folder of this machine lies on, or will lie on; null where the system does not tell. */
export async function diskSpace(folder: string): Promise<DiskSpace | null> {
  for (let path = folder; ; path = dirname(path)) {
    try {
      const { bsize, blocks, bavail, files, ffree } = await statfs(path);
      return { path, total: blocks * bsize, free: bavail * bsize, files, freeFiles: ffree };
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || path === dirname(path)) return null;
    }
  }
}
