import { exitCodes, GeckoError } from '../../errors.ts';
import type { Engine } from '../engine.ts';
import { lastLines } from './last-lines.ts';
import { HELD, type HeldVolume, withVolume } from './with-volume.ts';

/** Its user id where there is anything in it. */
const script = `names=$(ls -A "$1") && { [ -z "$names" ] || stat -c %u "$1"; }`;

/**
 * Whose the folder of a volume is, as containers see it: asked by a program of an image, for an archive
 * tells of the engine's own ids where users are remapped, and Podman's of none.
 *
 * @returns user id; null for an empty volume, which the engine gives to its first user
 * @throws GeckoError VOLUME_OWNER (exit 22) where the image cannot say it, and the engine's
 */
export function volumeOwner(
  engine: Engine,
  volume: HeldVolume,
  signal: AbortSignal,
): Promise<number | null> {
  const work = async (container: string) => {
    await engine.startContainer(container);
    const exitCode = await engine.waitContainer(container, signal);
    const said = (await lastLines(engine, container, null, signal)).join('\n').trim();
    if (exitCode === 0 && said === '') return null;
    if (exitCode === 0 && /^\d+$/.test(said)) return Number(said);
    throw new GeckoError(
      'VOLUME_OWNER',
      `Whose the files of ${volume.name} are could not be found out: ${said || `exit code ${exitCode}`}`,
      {
        exitCode: exitCodes.conflict,
        hint: `The image of web has to have sh, ls and stat; it is asked in a container: ${volume.image}`,
        details: { volume: volume.name, exitCode },
      },
    );
  };
  return withVolume(engine, volume, work, {
    entrypoint: ['sh'],
    command: ['-c', script, 'sh', HELD],
    user: '0:0',
    // Only with them root may look into a folder that is closed to it.
    dropCapabilities: false,
  });
}
