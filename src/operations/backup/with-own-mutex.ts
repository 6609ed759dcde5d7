import { rm } from 'node:fs/promises';
import type { Runtime } from '../../runtime.ts';
import { fileLock } from '../../state/file-lock.ts';
import { acquireLock } from '../../state/lock.ts';

/**
 * One gecko at a time backs a project of this machine alone up, or restores it. What a killed one has left of
 * copies beside the corpus is removed.
 * @throws GeckoError LOCKED (exit 11), naming the holder
 */
export async function withOwnMutex<T>(
  command: string,
  { paths, clock, signal, ui, lock }: Runtime,
  work: () => Promise<T>,
): Promise<T> {
  const held = await acquireLock({
    command,
    ...lock,
    clock,
    signal,
    place: fileLock(paths.project.mutex),
    onWait: ({ command: other, pid }) =>
      ui.event({ type: 'note', text: `Waiting for ${other}, process ${pid}` }),
  });
  try {
    // Nobody is at it now: copies of a gecko that was killed, each as large as the corpus may be.
    for (const copy of [`${paths.project.store}.backup`, `${paths.project.store}.restore`])
      await rm(copy, { recursive: true, force: true });
    return await work();
  } finally {
    await held.release();
  }
}
