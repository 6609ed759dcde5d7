import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../error-code.ts';

/**
 * Makes a private folder where there is none, with those above it. Not by mkdir's own recursion, which never
 * ends below /proc: what is still missing is an error.
 * @param made called with each that was not there, the uppermost first
 */
export function makeFolder(
  path: string,
  made: (folder: string) => void = () => {},
  isParentMade = false,
): void {
  try {
    mkdirSync(path, { mode: 0o700 });
    made(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    if (code !== 'ENOENT' || isParentMade || dirname(path) === path) throw error;
    makeFolder(dirname(path), made);
    makeFolder(path, made, true);
  }
}
