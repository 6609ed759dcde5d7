import type { AgeKeys, AgeTo } from '../../archive/age/age-keys.ts';
import { isRecipient } from '../../archive/age/is-recipient.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { readKeyFile } from './read-key-file.ts';
import type { RepositoryAccess } from './repository-access.ts';

/** Of a new passphrase. A short one is tried out, whatever it takes. */
const LEAST_LETTERS = 8;

/**
 * Whom something new is encrypted to: recipients, where any are named, else a passphrase, which is asked
 * for twice where none is at hand.
 * @throws GeckoError BACKUP_KEY_FILE (exit 2), USAGE (2), CONFIRMATION_NEEDED (5)
 */
export async function ageTo(
  access: RepositoryAccess,
  { passphrases }: AgeKeys,
  { config, ui }: Pick<Runtime, 'config' | 'ui'>,
): Promise<AgeTo> {
  const recipients = [
    ...(access.recipients ?? []),
    ...(access.recipientsFile === undefined ? [] : await recipientsIn(access.recipientsFile)),
  ];
  const all = recipients.length > 0 ? recipients : config.backup.recipients;
  for (const recipient of all)
    if (!(await isRecipient(recipient)))
      throw usage(
        `${recipient} is no recipient of age`,
        'It begins with age1, as age-keygen tells it.',
      );
  if (all.length > 0) return { recipients: all };
  const given = passphrases[0];
  const passphrase = given ?? (await ui.askSecret('New passphrase for the backups:', FLAG));
  if ([...passphrase].length < LEAST_LETTERS)
    throw usage(
      `The passphrase has fewer than ${LEAST_LETTERS} letters`,
      'Take four words or more. Without it nobody can open the backups, you neither.',
    );
  if (given === undefined && (await ui.askSecret('Once more:', FLAG)) !== passphrase)
    throw usage('The two passphrases differ', 'Run the command again.');
  return { passphrase };
}

const FLAG = '--passphrase-file FILE or --recipient age1…';

/** One a line, with comments. */
async function recipientsIn(path: string): Promise<string[]> {
  const lines = (await readKeyFile(path, 'recipients of age')).split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

function usage(message: string, hint: string): GeckoError {
  return new GeckoError('USAGE', message, { exitCode: exitCodes.usage, hint });
}
