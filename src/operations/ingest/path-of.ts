import { relative, sep } from 'node:path';

/** A path below the root as documents are known by. */
export function pathOf(root: string, file: string): string {
  return relative(root, file).split(sep).join('/').normalize('NFC');
}
