import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../error-code.ts';

/**
 * Whether something is at a path of a root; true where that cannot be told.
 * @param path NFC, with `/`, as documents are named; the names on the disk may be decomposed
 */
export function isThere(root: string, path: string): boolean {
  try {
    lstatSync(join(root, path));
    return true;
  } catch (error) {
    if (!isMissing(error)) return true;
  }
  // Only such a name has another spelling.
  return path !== path.normalize('NFD') && isSpelledOtherwise(root, path);
}

function isSpelledOtherwise(root: string, path: string): boolean {
  let places = [root];
  for (const name of path.split('/')) {
    const next: string[] = [];
    for (const place of places)
      try {
        const names = readdirSync(place).filter((one) => one.normalize('NFC') === name);
        next.push(...names.map((one) => join(place, one)));
      } catch (error) {
        if (!isMissing(error)) return true;
      }
    places = next;
  }
  return places.length > 0;
}

function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
