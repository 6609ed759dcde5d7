import type { Runtime } from '../../runtime.ts';
import { acquireLock } from '../../state/lock.ts';

/** One gecko at a time changes a project. @throws GeckoError LOCKED (exit 11), naming the holder */
export async function withMutex<T>(
  command: string,
  { paths, clock, signal }: Runtime,
  work: () => Promise<T>,
): Promise<T> {
  const lock = await acquireLock({ path: paths.project.mutex, command, waitMs: 0, clock, signal });
  try {
    return await work();
  } finally {
    lock.release();
  }
}
