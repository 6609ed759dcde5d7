import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  truncateSync,
  unwatchFile,
  watchFile,
} from 'node:fs';
import { dirname } from 'node:path';
import { ensureFolder } from '../state/atomic-file.ts';

/** Milliseconds between two looks. */
const pollMs = 500;

/**
 * What native code writes to stderr goes past JavaScript. The daemon's stdout and stderr are this
 * file; its lines are moved into the log as they come. What a crash leaves is moved at the next start.
 */
export function nativeOutputPath(logPath: string): string {
  return `${logPath}.native`;
}

/** Opens the file for a child's stdout and stderr; appending, so that it can be cut while it is open. */
export function openNativeOutput(logPath: string): number {
  ensureFolder(dirname(logPath));
  return openSync(nativeOutputPath(logPath), 'a', 0o600);
}

/** The lines that are there, which are then taken away. */
function takeNativeOutput(logPath: string): string[] {
  const path = nativeOutputPath(logPath);
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  if (text === '') return [];
  truncateSync(path);
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** Gives lines as they are written, until closed. */
export function watchNativeOutput(
  logPath: string,
  onLine: (line: string) => void,
): { close(): void } {
  const take = () => takeNativeOutput(logPath).forEach(onLine);
  closeSync(openNativeOutput(logPath));
  take();
  // By looking, not by inotify, whose instances other programs use up.
  const path = nativeOutputPath(logPath);
  watchFile(path, { persistent: false, interval: pollMs }, take);
  return {
    close() {
      unwatchFile(path, take);
      take();
    },
  };
}
