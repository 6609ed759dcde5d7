import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

declare const GECKO_BUILD: string | undefined;

export type WorkerName = 'embed' | 'prepare';

/**
 * File of a worker thread's program. Built code lies flat in dist/ with the workers beside it, named
 * after the build: where gecko was replaced under a running daemon, the file is not there, rather than
 * another one. Source under test uses the workers of the last build.
 */
export function workerFile(name: WorkerName): string {
  if (typeof GECKO_BUILD === 'string')
    return fileURLToPath(new URL(`./worker-${name}.${GECKO_BUILD}.js`, import.meta.url));
  const dist = fileURLToPath(new URL('../../../dist/', import.meta.url));
  const file = readdirSync(dist).find((one) => one.startsWith(`worker-${name}.`));
  return `${dist}${file ?? `worker-${name}.js`}`;
}
