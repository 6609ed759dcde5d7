import { exitCodes, GeckoError } from '../../errors.ts';

/** A sealed repository whose key is not at hand. @param what of it cannot be done, such as "read" */
export function backupSealed(where: string, what: 'read' | 'written'): GeckoError {
  return new GeckoError(
    'BACKUP_SEALED',
    `${where} is encrypted, and cannot be ${what} without its key`,
    {
      exitCode: exitCodes.key,
      hint: 'Give --passphrase-file FILE, or --identity FILE with a key of one of its recipients.',
      details: { repository: where },
    },
  );
}
