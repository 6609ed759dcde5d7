import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../clock.ts';

/**
 * Holds a file as a lock while `work` runs, so that two processes do not download the same files.
 * A lock whose holder is gone is taken over.
 */
export async function withFetchLock<T>(
  file: string,
  clock: Clock,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  while (!(await acquire(file))) {
    if (!(await holderLives(file))) await rm(file, { force: true });
    else await clock.sleep(200, signal);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function acquire(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function holderLives(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => null);
  // Gone by now, or just made and not yet written: the next round tells.
  if (text === null || text === '') return true;
  try {
    process.kill(Number(text), 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
