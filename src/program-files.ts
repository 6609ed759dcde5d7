import { fileURLToPath } from 'node:url';

/** Built code lies flat in dist/, one folder below the program; source one folder deeper. */
const isSource = import.meta.url.endsWith('.ts');

/** A folder that comes with gecko: its documentation, its page. */
export function programFolder(name: 'docs' | 'web'): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

/** The built program of the embedded daemon; source under test uses that of the last build. */
export function daemonFile(): string {
  return fileURLToPath(new URL(isSource ? '../dist/daemon.js' : './daemon.js', import.meta.url));
}
