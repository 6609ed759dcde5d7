import type { TarRefused } from '../../archive/tar/tar-refused.ts';
import { exitCodes, GeckoError } from '../../errors.ts';

const wholly =
  'It is no archive of tar, or one that was cut off or changed: take another copy of it.';
const single = 'An archive that you have made yourself has no such thing.';

/** @param archive what was to be unpacked, for people */
export function refusedArchive(archive: string, refused: TarRefused, hint?: string): GeckoError {
  return new GeckoError('ARCHIVE_REFUSED', `${archive} is not unpacked: ${refused.message}`, {
    exitCode: exitCodes.integrity,
    hint: hint ?? `Nothing was written. ${refused.entry === null ? wholly : single}`,
    details: { archive, entry: refused.entry },
    cause: refused,
  });
}
