import type { AgeKeys } from '../../archive/age/age-keys.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { readKeyFile } from './read-key-file.ts';
import type { RepositoryAccess } from './repository-access.ts';

/**
 * The keys at hand that may open what was encrypted; nobody is asked.
 * @throws GeckoError BACKUP_KEY_FILE (exit 2)
 */
export async function ageKeysOf(
  access: Pick<RepositoryAccess, 'identity' | 'passphraseFile'>,
  { config: { backup } }: Pick<Runtime, 'config'>,
): Promise<AgeKeys> {
  const identity = access.identity ?? backup.identity;
  const passphraseFile = access.passphraseFile ?? backup.passphraseFile;
  const passphrase =
    passphraseFile === undefined
      ? backup.passphrase
      : firstLine(await readKeyFile(passphraseFile, 'the passphrase'));
  return {
    identities: identity === undefined ? [] : await identitiesIn(identity),
    passphrases: passphrase === undefined ? [] : [passphrase],
  };
}

/** As `age-keygen` writes them: one a line, with comments. */
async function identitiesIn(path: string): Promise<string[]> {
  const lines = (await readKeyFile(path, 'keys of age')).split('\n').map((line) => line.trim());
  const identities = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (identities.length > 0 && identities.every(isIdentity)) return identities;
  throw new GeckoError('BACKUP_KEY_FILE', `${path} holds something else than keys of age`, {
    exitCode: exitCodes.usage,
    hint: 'Lines that begin with AGE-SECRET-KEY-1, as `gecko backup key --age FILE` and age-keygen write them. Keys of ssh, of plugins and those behind a passphrase are not read.',
  });
}

function isIdentity(line: string): boolean {
  return /^AGE-SECRET-KEY-(PQ-)?1[A-Z0-9]+$/.test(line);
}

function firstLine(text: string): string {
  return text.split(/\r?\n/)[0] ?? '';
}
