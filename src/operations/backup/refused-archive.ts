import type { TarRefused } from '../../archive/tar/tar-refused.ts';
import { exitCodes, GeckoError } from '../../errors.ts';

/** @param archive what was to be unpacked, for people */
export function refusedArchive(archive: string, refused: TarRefused, hint?: string): GeckoError {
  return new GeckoError('ARCHIVE_REFUSED', `${archive} is not unpacked: ${refused.message}`, {
    exitCode: exitCodes.integrity,
    hint: hint ?? 'Nothing was written. An archive that you have made yourself has no such thing.',
    details: { archive, entry: refused.entry },
    cause: refused,
  });
}
