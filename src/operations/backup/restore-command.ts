import { shellWord } from '../../schedule/shell-word.ts';
import { isFileArgument } from './is-file-argument.ts';
import type { RestoreInput } from './restore.ts';

type Repeated = Omit<RestoreInput, 'dryRun'>;

/**
 * The command that restores the same backup with the same keys, to be typed in the same folder.
 * @param id of the backup: what `latest` was may be another one by then
 */
export function restoreCommand(input: Repeated, id: string): string {
  const { what, asked, to, passphraseFile, identity, signKey, models, otherFingerprint } = input;
  const given = Object.entries({
    '--to': to,
    '--passphrase-file': passphraseFile,
    '--identity': identity,
    '--sign-key': signKey,
    '--models': models.length === 0 ? undefined : models.join(),
  });
  const words = [
    ...['gecko', 'restore', what, isFileArgument(asked) ? asked : id],
    ...given.flatMap(([flag, value]) => (value === undefined ? [] : [flag, value])),
    ...(otherFingerprint ? ['--other-fingerprint'] : []),
  ];
  return words.map(shellWord).join(' ');
}
