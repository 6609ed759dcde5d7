import type { Runtime } from '../../runtime.ts';
import { fileLock } from '../../state/file-lock.ts';
import { acquireLock } from '../../state/lock.ts';

/**
 * One gecko at a time backs a project of this machine alone up, or restores it.
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
    return await work();
  } finally {
    await held.release();
  }
}
