import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../error-code.ts';

/** The file of a folder that was written last, by its own time; null where there is none. */
export function newestFile(folder: string): { path: string; modified: number } | null {
  let newest: { path: string; modified: number } | null = null;
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    const modified = stat?.isFile() ? stat.mtimeMs : null;
    if (modified !== null && modified > (newest?.modified ?? Number.NEGATIVE_INFINITY))
      newest = { path, modified };
  }
  return newest;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
