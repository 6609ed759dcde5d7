import { exitCodes, GeckoError } from '../../errors.ts';
import type { Unusable } from './parse-manifest.ts';

/** A backup that does not prove who made it, where that was asked for. */
export function backupUnsigned(id: string, { kind, problem }: Unusable): GeckoError {
  const isOther = kind === 'other-key';
  return new GeckoError(
    isOther ? 'BACKUP_OTHER_KEY' : 'BACKUP_UNSIGNED',
    `The origin of the backup ${id} is not proven: ${problem}`,
    {
      exitCode: isOther ? exitCodes.key : exitCodes.integrity,
      hint: isOther
        ? 'Nothing was changed. Name the key that it was made with: --sign-key FILE.'
        : 'Nothing was changed. Where you know that it is yours: without --sign-key and the key backup.signKey it is taken as it is.',
      details: { id },
    },
  );
}
