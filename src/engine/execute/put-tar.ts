import { GeckoError } from '../../errors.ts';
import type { Engine } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import { HELD, type HeldVolume, withVolume } from './with-volume.ts';

/**
 * Unpacks a tar into a volume.
 * @throws GeckoError NO_SPACE (exit 24) with the volume's name, and the engine's
 */
export function putTar(
  engine: Engine,
  volume: HeldVolume,
  tar: Buffer,
  signal: AbortSignal,
): Promise<void> {
  return withVolume(engine, volume, async (container) => {
    try {
      await engine.putArchive(container, HELD, tar, signal);
    } catch (error) {
      throw full(volume.name, error);
    }
  });
}

function full(volume: string, error: unknown): unknown {
  if (!(error instanceof GeckoError) || error.code !== 'NO_SPACE') return error;
  return engineError(
    'NO_SPACE',
    `The volume ${volume} is full: ${error.details.words ?? error.message}`,
    {
      hint: `Make room where it lies, then run the command again: docker volume inspect ${volume} shows the place, docker system df what else the engine keeps.`,
      details: { ...error.details, volume },
      cause: error,
    },
  );
}
