import { isEngineGone } from '../../engine/engine-gone.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { fileLock } from '../../state/file-lock.ts';
import { acquireLock, type Lock } from '../../state/lock.ts';
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
    let isLost = false;
    try {
      return await work();
    } catch (error) {
      isLost = isEngineGone(error);
      throw error;
    } finally {
      if (!isLost) await giveBack(common, ui);
    }
  } finally {
    await own.release();
  }
}

/** The next gecko takes it over once this one has ended, so what came of the work counts. */
async function giveBack(lock: Lock, ui: Runtime['ui']): Promise<void> {
  try {
    await lock.release();
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
    const text = `The lock of the project on its engine could not be given back: ${error.message}`;
    ui.event({ type: 'warning', text });
  }
}
