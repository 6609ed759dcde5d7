import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

/** What goes wrong with keys of backups: who may read them, and who made them. */
export const backupTrustCodes: Readonly<Record<string, Explanation>> = {
  BACKUP_SEALED: {
    exitCode: exitCodes.key,
    summary: 'A repository of backups is encrypted, and its key is not at hand',
    causes: [
      'Neither a passphrase nor a key of age was given, and there is no terminal to ask on.',
      'To write without one, this machine must have made the repository, or have opened it once.',
    ],
    remedies: [
      '--passphrase-file FILE, GECKO_BACKUP_PASSPHRASE, or --identity FILE; or the keys backup.passphraseFile and backup.identity.',
    ],
  },
  BACKUP_WRONG_KEY: {
    exitCode: exitCodes.key,
    summary: 'The key given does not open the backups',
    causes: ['Another passphrase, or a key that belongs to none of the recipients.'],
    remedies: ['Give the one that the repository was made with. Nothing was changed.'],
  },
  BACKUP_OTHER_KEY: {
    exitCode: exitCodes.key,
    summary: 'A backup was signed with another key',
    causes: ['The file that --sign-key or backup.signKey names is not the one it was made with.'],
    remedies: ['Name the key that it was made with: --sign-key FILE. Nothing was changed.'],
  },
  BACKUP_UNSIGNED: {
    exitCode: exitCodes.integrity,
    summary: 'A backup does not prove who made it, where that is asked for',
    causes: [
      'It was made without --sign-key, or somebody has taken the signature away, as one does who changes a backup.',
    ],
    remedies: [
      'Where you know that it is yours: without --sign-key and the key backup.signKey it is taken as it is.',
    ],
  },
  BACKUP_PLAIN: {
    exitCode: exitCodes.conflict,
    summary: 'A repository of backups is not encrypted, where that is asked for',
    causes: [
      'It was made without --encrypt: a repository is encrypted as a whole or not at all.',
      'Somebody has put other backups in the place of the encrypted ones.',
    ],
    remedies: [
      'Name another folder with --to for encrypted backups.',
      'To read this one, give neither a key nor --encrypt, and see that backup.encrypt is false.',
    ],
  },
  BACKUP_KEY_FILE: {
    exitCode: exitCodes.usage,
    summary: 'A file with a key or a passphrase cannot be used',
    causes: ['It cannot be read, is empty, is too short, or holds something else.'],
    remedies: [
      '`gecko backup key FILE` makes a key that signs, `gecko backup key --age FILE` one of age.',
    ],
  },
  BACKUP_BUCKET: {
    exitCode: exitCodes.nothing,
    summary: 'The bucket for backups is not there',
    causes: [
      'It was not made yet, or its name, its region or the address of its server is another.',
    ],
    remedies: ['Make it, or mend --to, backup.folder, backup.s3.region or backup.s3.endpoint.'],
  },
  BACKUP_DENIED: {
    exitCode: exitCodes.key,
    summary: 'The server of buckets refuses access',
    causes: [
      'There is no key, a wrong one, or one that may not list, read, write and delete in this bucket.',
      'The clock of this machine is wrong by more than a quarter of an hour.',
    ],
    remedies: [
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ~/.aws/credentials with AWS_PROFILE.',
    ],
  },
  BACKUP_UNREACHABLE: {
    exitCode: exitCodes.engine,
    summary: 'The server of buckets does not answer',
    causes: ['The network is down, or backup.s3.endpoint names another address.'],
    remedies: ['Mend it and run the command again: what has arrived is not sent again.'],
  },
  KEY_EXISTS: {
    exitCode: exitCodes.conflict,
    summary: 'A file for a new key is there already',
    causes: ['A key is never replaced: backups may depend on it.'],
    remedies: ['Name another file.'],
  },
};
