import { readFileSync } from 'node:fs';
import { errorCode } from '../error-code.ts';

/** The file's text; null where there is none, nor a folder that it could be in. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}
