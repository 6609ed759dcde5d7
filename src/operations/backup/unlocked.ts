import { createHash } from 'node:crypto';
import type { AgeKeys } from '../../archive/age/age-keys.ts';
import { WrongKey } from '../../archive/age/wrong-key.ts';
import { backupSealed } from '../../archive/repository/backup-sealed.ts';
import { Damage } from '../../archive/repository/damage.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { RepositoryKey } from '../../archive/repository/repository-key.ts';
import {
  createKeyFile,
  openKeyFile,
  readKeyFiles,
} from '../../archive/repository/repository-key-file.ts';
import { sealedPlace } from '../../archive/repository/sealed-place.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { noteBackupKey, readBackupKeys } from '../../state/backup-keys.ts';
import { ageKeysOf } from './age-keys-of.ts';
import { ageTo } from './age-to.ts';
import { backupWrongKey } from './backup-wrong-key.ts';
import type { RepositoryAccess, RepositoryPurpose } from './repository-access.ts';

interface Context {
  purpose: RepositoryPurpose;
  runtime: Pick<Runtime, 'config' | 'paths' | 'ui'>;
}

/**
 * A repository with its encryption, where it has one or is to get one: all of it is encrypted, or nothing.
 * @throws GeckoError as openRepository says
 */
export async function unlocked(
  place: RepositoryPlace,
  access: RepositoryAccess,
  context: Context,
): Promise<RepositoryPlace> {
  const files = await readKeyFiles(place);
  if (files.length > 0) return sealedPlace(place, await keyOf(place, files, access, context));
  const names = await place.names('manifests');
  if (names.some((name) => name.endsWith('.age'))) throw keyLost(place);
  if (context.purpose === 'look' || !isEncryptionMeant(access, context.runtime)) return place;
  if (names.length > 0 || (await place.names('blobs')).length > 0) throw plain(place);
  return context.purpose === 'write' ? newlySealed(place, access, context) : place;
}

/** Whoever names a key wants nothing that others could have put there. */
function isEncryptionMeant(access: RepositoryAccess, { config }: Context['runtime']): boolean {
  const { encrypt, recipients, recipientsFile, passphraseFile, identity } = access;
  const named = [recipientsFile, passphraseFile, identity, recipients?.[0]];
  return encrypt ?? (config.backup.encrypt || named.some((one) => one !== undefined));
}

async function newlySealed(
  place: RepositoryPlace,
  access: RepositoryAccess,
  context: Context,
): Promise<RepositoryPlace> {
  const { runtime } = context;
  const to = await ageTo(access, await ageKeysOf(access, runtime), runtime);
  const made = await createKeyFile(place, to);
  // Another came first: what opens its key opens this repository.
  if (made === null) return unlocked(place, access, context);
  if ('recipients' in to) await note(made, await readKeyFiles(place), runtime);
  return sealedPlace(place, { ...made, isOfPassphrase: 'passphrase' in to });
}

async function keyOf(
  place: RepositoryPlace,
  files: readonly Buffer[],
  access: RepositoryAccess,
  { purpose, runtime }: Context,
): Promise<RepositoryKey> {
  const isOfPassphrase = files.some((file) => file.includes('\n-> scrypt '));
  const keys = await keysAtHand(access, isOfPassphrase, runtime);
  if (keys.identities.length > 0 || keys.passphrases.length > 0) {
    const key = await opened(place, files, keys);
    if (!isOfPassphrase && purpose === 'write') await note(key, files, runtime);
    return { ...key, isOfPassphrase };
  }
  const noted = readBackupKeys(runtime.paths.project.backupKeys);
  const writer = files.map((file) => noted[nameOf(file)]).find((one) => one !== undefined);
  if (writer && purpose !== 'read') return { ...writer, identity: null, isOfPassphrase };
  if (purpose !== 'look') throw backupSealed(place.name, purpose === 'read' ? 'read' : 'written');
  return { recipient: '', secret: '', identity: null, isOfPassphrase };
}

/** Asks for a passphrase where one is missing and there is somebody to ask. */
async function keysAtHand(
  access: RepositoryAccess,
  isOfPassphrase: boolean,
  runtime: Context['runtime'],
): Promise<AgeKeys> {
  const keys = await ageKeysOf(access, runtime);
  if (!isOfPassphrase) return { ...keys, passphrases: [] };
  // Anybody can encrypt to the recipient of an identity: it is no proof beside a passphrase.
  const { passphrases } = keys;
  if (passphrases.length > 0 || !runtime.ui.interactive) return { identities: [], passphrases };
  const asked = await runtime.ui.askSecret('Passphrase of the backups:', '--passphrase-file FILE');
  return { identities: [], passphrases: [asked] };
}

async function opened(place: RepositoryPlace, files: readonly Buffer[], keys: AgeKeys) {
  try {
    return await openKeyFile(place, files, keys);
  } catch (error) {
    if (error instanceof WrongKey) throw backupWrongKey(place.name);
    if (error instanceof Damage) throw keyLost(place, error.message);
    throw error;
  }
}

/** What suffices to write, for the next time: then no key that opens the backups has to be on this machine. */
function note(
  key: { recipient: string; secret: string },
  [file]: readonly Buffer[],
  { paths }: Context['runtime'],
): Promise<void> | void {
  if (file) return noteBackupKey(paths.project.backupKeys, nameOf(file), key);
}

function nameOf(file: Buffer): string {
  return createHash('sha256').update(file).digest('hex').slice(0, 32);
}

function keyLost({ name }: RepositoryPlace, why = 'it is missing'): GeckoError {
  return new GeckoError(
    'BACKUP_DAMAGED',
    `The backups in ${name} are encrypted, and the key below keys/ cannot be used: ${why}`,
    {
      exitCode: exitCodes.integrity,
      hint: 'Bring keys/repository.age back from a copy of the repository. Nothing was changed.',
    },
  );
}

function plain({ name }: RepositoryPlace): GeckoError {
  return new GeckoError('BACKUP_PLAIN', `The backups in ${name} are not encrypted`, {
    exitCode: exitCodes.conflict,
    hint: 'A repository is encrypted as a whole, from its first backup on. Name another folder with --to; to read this one, give neither a key nor --encrypt.',
  });
}
