import { keyOptions } from './key-options.ts';
import type { OptionSpec } from './spec.ts';

/** How a new backup is encrypted and signed. */
export const newBackupOptions: readonly OptionSpec[] = [
  { flags: '--encrypt', summary: 'encrypt the repository, which has to be new, and all in it' },
  {
    flags: '--recipient <age1…>',
    summary: 'who can open it, in place of a passphrase; several times',
    default: 'backup.recipients',
    repeatable: true,
  },
  { flags: '--recipients-file <file>', summary: 'file with recipients', completes: 'path' },
  ...keyOptions,
];
