import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../error-code.ts';
import { ensureFolder } from '../state/atomic-file.ts';

export interface LogFileOptions {
  path: string;
  /** Bytes after which the file is put aside. */
  maxBytes?: number;
  /** Files kept, the current one included. */
  files?: number;
}

/** As Docker's json-file driver is set for the container stack: 10 MB, three files. */
export const logFiles = 3;
const defaultMaxBytes = 10_000_000;

export interface LogFile {
  write(line: string): void;
  close(): void;
}

/** Name of a file that was put aside; `age` 0 is the current one. */
export function logFileName(path: string, age: number): string {
  return age === 0 ? path : `${path}.${age}`;
}

/**
 * A private log with rotation, written by one process. Lines are written at once: what a process
 * said last is there when it is killed. A full disk loses lines and stops nothing.
 */
export function openLogFile({
  path,
  maxBytes = defaultMaxBytes,
  files = logFiles,
}: LogFileOptions): LogFile {
  ensureFolder(dirname(path));
  let file = openSync(path, 'a', 0o600);
  let size = fstatSync(file).size;

  function turn(): void {
    size = 0;
    try {
      rotate(path, files);
      const next = openSync(path, 'a', 0o600);
      closeSync(file);
      file = next;
    } catch {
      // A full disk, or no file descriptor left: the old file goes on until it is as long again.
    }
  }

  return {
    write(line) {
      const bytes = Buffer.from(line);
      if (size > 0 && size + bytes.length > maxBytes) turn();
      try {
        size += writeSync(file, bytes);
      } catch (error) {
        if (!isFull(error)) throw error;
      }
    },
    close: () => closeSync(file),
  };
}

function rotate(path: string, files: number): void {
  for (let age = files - 2; age >= 0; age--) {
    try {
      renameSync(logFileName(path, age), logFileName(path, age + 1));
    } catch (error) {
      // Not that many yet, or removed by somebody.
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  }
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(errorCode(error));
}
