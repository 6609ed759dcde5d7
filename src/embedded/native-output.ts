import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { ensureFolder } from '../state/atomic-file.ts';

/** Milliseconds between two looks. */
const pollMs = 500;

const mostBytes = 10 * 2 ** 20;

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

/**
 * Gives lines as they are written, until closed. What an earlier process left comes first and is taken
 * away. While a process may write, cutting can lose what it writes just then: so only a file that is
 * large already is cut. After a crash some lines come twice, rather than never.
 */
export function watchNativeOutput(
  logPath: string,
  onLine: (line: string) => void,
): { close(): void } {
  const file = openSync(nativeOutputPath(logPath), 'a+', 0o600);
  let read = 0;
  let rest = '';
  const decoder = new StringDecoder('utf8');
  const take = () => {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.max(0, size - read));
    read += readSync(file, bytes, 0, bytes.length, read);
    const lines = (rest + decoder.write(bytes)).split('\n');
    // Half a line may be written yet.
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(line);
    if (read > mostBytes) cut();
  };
  const cut = () => {
    ftruncateSync(file);
    read = 0;
  };
  take();
  if (rest.trim() !== '') onLine(rest);
  rest = '';
  cut();
  // By looking, not by inotify, whose instances other programs use up.
  const timer = setInterval(take, pollMs).unref();
  return {
    close() {
      clearInterval(timer);
      take();
      if (rest.trim() !== '') onLine(rest);
      cut();
      closeSync(file);
    },
  };
}
