import { lstatSync } from 'node:fs';
import { errorCode } from '../../error-code.ts';

/** Whether something is at a path; true where that cannot be told. */
export function isThere(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch (error) {
    const code = errorCode(error);
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}
