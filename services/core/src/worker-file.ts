import { fileURLToPath } from 'node:url';

export type WorkerName = 'embed' | 'prepare';

/**
 * File of a worker thread's program. Built code lies flat in dist/ with the workers beside it;
 * source under test uses the workers of the last build.
 */
export function workerFile(name: WorkerName): string {
  const folder = import.meta.url.endsWith('.ts') ? '../../../dist/' : './';
  return fileURLToPath(new URL(`${folder}worker-${name}.js`, import.meta.url));
}
