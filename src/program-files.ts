import { fileURLToPath } from 'node:url';

/** Built code lies flat in dist/, one folder below the program; source one folder deeper. */
const isSource = import.meta.url.endsWith('.ts');

/** A folder that comes with gecko: its documentation, its templates. */
export function programFolder(name: 'docs' | 'templates'): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

/** A file or folder that the build made, such as the program of the daemon or the page; source under test uses the last build's. */
export function builtFile(name: string): string {
  return fileURLToPath(new URL(`${isSource ? '../dist' : '.'}/${name}`, import.meta.url));
}
