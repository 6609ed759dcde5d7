import type { OptionSpec } from './spec.ts';

/** What opens backups, and proves who made them. */
export const keyOptions: readonly OptionSpec[] = [
  {
    flags: '--passphrase-file <file>',
    summary: 'file with the passphrase of encrypted backups',
    default: 'backup.passphraseFile, else GECKO_BACKUP_PASSPHRASE',
    completes: 'path',
  },
  {
    flags: '--identity <file>',
    summary: 'file with keys of age that open them',
    default: 'backup.identity',
    completes: 'path',
  },
  {
    flags: '--sign-key <file>',
    summary: 'key that they have to be signed with',
    default: 'backup.signKey',
    completes: 'path',
  },
];
