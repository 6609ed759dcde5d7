import { isAbsolute, relative, sep } from 'node:path';

/** Whether a real path is the root or lies below it. */
export function isInside(root: string, file: string): boolean {
  const path = relative(root, file);
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path));
}
