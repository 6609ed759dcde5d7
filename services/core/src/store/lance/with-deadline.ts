import type { Clock } from '../../clock.ts';

/**
 * Waits for a task at most so long. Native work cannot be stopped: beyond the deadline it goes on
 * unheeded. @throws Error that names the work and the deadline
 */
export async function withDeadline<T>(
  clock: Clock,
  milliseconds: number,
  what: string,
  task: Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const late = clock.sleep(milliseconds, ended.signal).then(() => {
    throw new Error(`${what} took longer than ${milliseconds / 1000} s`);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    ended.abort();
  }
}
