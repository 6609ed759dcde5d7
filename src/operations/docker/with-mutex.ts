import type { Runtime } from '../../runtime.ts';
import { fileLock } from '../../state/file-lock.ts';
import { acquireLock } from '../../state/lock.ts';
import { volumeLock } from './volume-lock.ts';

/**
 * One gecko at a time changes a project: of this user here, and of everybody who uses that engine.
 * @throws GeckoError LOCKED (exit 11), naming the holder, and what finding the engine throws
 */
export async function withMutex<T>(
  command: string,
  { paths, clock, signal, config, docker, ui, lock }: Runtime,
  work: () => Promise<T>,
): Promise<T> {
  const input = {
    command,
    ...lock,
    clock,
    signal,
    onWait: (holder: { command: string; pid: number; host: string }) =>
      ui.event({
        type: 'note',
        text: `Waiting for ${holder.command}, process ${holder.pid} on ${holder.host}`,
      }),
  };
  const own = await acquireLock({ ...input, place: fileLock(paths.project.mutex) });
  try {
    const engine = await (await docker()).engine();
    const common = await acquireLock({ ...input, place: volumeLock(engine, config.project) });
    try {
      return await work();
    } finally {
      await common.release();
    }
  } finally {
    await own.release();
  }
}
