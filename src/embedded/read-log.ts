import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { errorCode } from '../error-code.ts';
import type { Clock } from '../runtime.ts';
import { logFileName, logFiles } from './log-file.ts';

/** How far a log has been read. Rotation renames a file, which keeps its inode. */
export interface LogPosition {
  inode: number;
  /** Bytes, up to the end of the last whole line. */
  offset: number;
}

export interface FollowInput {
  path: string;
  position: LogPosition | null;
  clock: Clock;
  signal: AbortSignal;
  onLine(line: string): void;
}

/** Milliseconds between two looks at a log that is followed. */
const interval = 200;

/** The whole lines behind a position, across the files that rotation put aside; all of them without one. */
export function readLog(
  path: string,
  position: LogPosition | null = null,
): { lines: string[]; position: LogPosition | null } {
  const files = openFiles(path);
  try {
    const at = files.findIndex(({ inode }) => inode === position?.inode);
    const current = files.at(-1);
    if (!current) return { lines: [], position: null };
    const startOf = ({ inode }: OpenFile) => (inode === position?.inode ? position.offset : 0);
    // A file that rotation has dropped meanwhile is lost; what is there is still shown.
    const older = files.slice(Math.max(at, 0), -1).map((file) => read(file, startOf(file)));
    const newest = read(current, startOf(current));
    // A line of which the end is not there yet waits, with a character that is cut.
    const whole = newest.subarray(0, newest.lastIndexOf('\n') + 1);
    return {
      lines: [...older, whole]
        .flatMap((bytes) => bytes.toString('utf8').split('\n'))
        .filter((line) => line !== ''),
      position: { inode: current.inode, offset: startOf(current) + whole.length },
    };
  } finally {
    for (const { fd } of files) closeSync(fd);
  }
}

/** Gives lines as they come, until the signal aborts. */
export async function followLog({
  path,
  clock,
  signal,
  onLine,
  ...start
}: FollowInput): Promise<void> {
  let { position } = start;
  for (;;) {
    const read = readLog(path, position);
    read.lines.forEach(onLine);
    position = read.position ?? position;
    await clock.sleep(interval, signal);
  }
}

interface OpenFile {
  fd: number;
  inode: number;
  size: number;
}

/** Oldest first. */
function openFiles(path: string): OpenFile[] {
  const files: OpenFile[] = [];
  for (let age = logFiles - 1; age >= 0; age--) {
    try {
      const fd = openSync(logFileName(path, age), 'r');
      const { ino, size } = fstatSync(fd);
      // One that was rotated between two openings is there twice.
      if (files.some(({ inode }) => inode === ino)) closeSync(fd);
      else files.push({ fd, inode: ino, size });
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  }
  return files;
}

/** Bytes from an offset to the size that was seen. */
function read({ fd, size }: OpenFile, offset: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, size - offset));
  let filled = 0;
  while (filled < bytes.length) {
    const count = readSync(fd, bytes, filled, bytes.length - filled, offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
