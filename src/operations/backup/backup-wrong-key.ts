import { exitCodes, GeckoError } from '../../errors.ts';

/** @param where the repository or the file, for people */
export function backupWrongKey(where: string): GeckoError {
  return new GeckoError('BACKUP_WRONG_KEY', `The key given does not open what is in ${where}`, {
    exitCode: exitCodes.key,
    hint: 'Nothing was changed. Give the passphrase, or a key of a recipient, that it was encrypted with.',
  });
}
