import { amount } from '../../../amount.ts';
import type { Finding } from '../check.ts';

export interface LookedDisk {
  /** What lies there, for people: `the engine's images and volumes`. */
  what: string;
  /** For people: a folder, and whose. */
  where: string;
  /** Bytes. */
  total: number;
  free: number;
  /** Both 0 where the file system sets no bound. */
  files: number;
  freeFiles: number;
  /** What makes room there. */
  fix: { what: string; command: string | null };
}

/** Below it Qdrant refuses to write, and an engine fails at whatever it does. */
const least = 2 ** 30;
/** Below it there is no room for a language model, or for the next version of the images. */
const enough = 5 * 2 ** 30;
/** Of all files that it can hold. */
const [leastFiles, enoughFiles] = [0.01, 0.05];

/** Room on one disk: bytes and files. */
export function judgeDisk(disk: LookedDisk): Finding {
  const { what, where, total, free, files, freeFiles, fix } = disk;
  const text = `${amount(free)} of ${amount(total)} are free for ${what} (${where})`;
  const share = files === 0 ? 1 : freeFiles / files;
  const evidence = [
    `${where}: ${free} of ${total} bytes free`,
    ...(files === 0 ? [] : [`${where}: ${freeFiles} of ${files} files free`]),
  ];
  if (free < least || share < leastFiles)
    return {
      code: 'DISK_FULL',
      severity: 'problem',
      text: free < least ? text : inodes(disk),
      consequence: `Documents and models cannot be taken in, and ${free < least ? `below ${amount(least)} Qdrant refuses to write` : 'no file can be made'}`,
      evidence,
      fix,
    };
  if (free < enough || share < enoughFiles)
    return {
      code: 'DISK_LOW',
      severity: 'warning',
      text: free < enough ? text : inodes(disk),
      consequence: `A language model or newer images need more: keep ${amount(enough)} free`,
      evidence,
      fix,
    };
  return { code: 'DISK', severity: 'ok', text, evidence };
}

function inodes({ what, where, files, freeFiles }: LookedDisk): string {
  return `${freeFiles} of ${files} files (inodes) are free for ${what} (${where})`;
}
