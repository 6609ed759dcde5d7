import { exitCodes, GeckoError } from '../../errors.ts';
import type { Engine } from '../engine.ts';
import { HELD, type HeldVolume, withVolume } from './with-volume.ts';

/**
 * Gives everything in a volume to a user, by the program chown of an image, as root and without a network.
 *
 * @param owner `uid:gid`
 * @throws GeckoError VOLUME_OWNER (exit 22) where that fails, and the engine's
 */
export function chownVolume(
  engine: Engine,
  volume: HeldVolume,
  owner: string,
  signal: AbortSignal,
): Promise<void> {
  const work = async (container: string) => {
    await engine.startContainer(container);
    const exitCode = await engine.waitContainer(container, signal);
    if (exitCode !== 0)
      throw new GeckoError(
        'VOLUME_OWNER',
        `The files of ${volume.name} cannot be given to ${owner}`,
        {
          exitCode: exitCodes.conflict,
          hint: `Do it by hand: docker run --rm -v ${volume.name}:/v busybox chown -R ${owner} /v`,
          details: { volume: volume.name, owner, exitCode },
        },
      );
  };
  return withVolume(engine, volume, work, {
    entrypoint: ['chown'],
    command: ['-R', owner, HELD],
    user: '0:0',
    // Only with them root may give away what is not its own.
    dropCapabilities: false,
  });
}
