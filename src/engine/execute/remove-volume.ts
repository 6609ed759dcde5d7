import { GeckoError } from '../../errors.ts';
import type { Engine } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import { volumeInUse } from '../volume-in-use.ts';
import { volumeUsers } from '../volume-users.ts';

/**
 * Removes a volume and looks whether it is gone: engines have said so of volumes in use that stayed.
 * @throws GeckoError VOLUME_IN_USE (exit 22) with the names of the containers that mount it,
 *   ENGINE_FAILED (1) where it is still there without one
 */
export async function removeVolume(engine: Engine, name: string): Promise<void> {
  try {
    await engine.removeVolume(name);
  } catch (error) {
    const isUsed = error instanceof GeckoError && error.code === 'VOLUME_IN_USE';
    throw isUsed ? ((await inUse(engine, name)) ?? error) : error;
  }
  if ((await engine.volume(name)) === null) return;
  throw (
    (await inUse(engine, name)) ??
    engineError('ENGINE_FAILED', `The engine says that it removed the volume ${name}, and has it`, {
      hint: `docker volume rm ${name} tells more.`,
    })
  );
}

async function inUse(engine: Engine, name: string): Promise<GeckoError | null> {
  const { containers, foreign } = await engine.snapshot('');
  const users = volumeUsers([...containers, ...foreign.containers], name);
  return users.length === 0 ? null : volumeInUse({ [name]: users });
}
