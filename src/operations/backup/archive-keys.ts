import { open } from 'node:fs/promises';
import type { AgeKeys } from '../../archive/age/age-keys.ts';
import { beginsAsAge } from '../../archive/age/begins-as-age.ts';
import { backupSealed } from '../../archive/repository/backup-sealed.ts';
import type { Runtime } from '../../runtime.ts';
import { ageKeysOf } from './age-keys-of.ts';
import type { RepositoryAccess } from './repository-access.ts';

/** What opens a file; of one that is not encrypted nothing is asked. */
export interface ArchiveKeys {
  keys: AgeKeys;
  /** Whoever made the file knew its passphrase. */
  isOfPassphrase: boolean;
}

/** Bytes in which the first lines of an age file lie. */
const BEGINNING = 4096;

/**
 * The keys at hand for a file; a passphrase is asked for where one is missing and there is somebody to ask.
 * @throws GeckoError BACKUP_SEALED (exit 12), BACKUP_KEY_FILE (2), and what opening the file throws
 */
export async function archiveKeys(
  path: string,
  access: RepositoryAccess,
  runtime: Pick<Runtime, 'config' | 'ui'>,
): Promise<ArchiveKeys> {
  const begins = await beginningOf(path);
  if (!beginsAsAge(begins))
    return { keys: { identities: [], passphrases: [] }, isOfPassphrase: false };
  const { identities, passphrases } = await ageKeysOf(access, runtime);
  if (!begins.includes('\n-> scrypt ')) {
    if (identities.length === 0) throw backupSealed(path, 'read');
    return { keys: { identities, passphrases: [] }, isOfPassphrase: false };
  }
  if (passphrases.length === 0 && !runtime.ui.interactive) throw backupSealed(path, 'read');
  const known =
    passphrases.length > 0
      ? passphrases
      : [await runtime.ui.askSecret(`Passphrase of ${path}:`, '--passphrase-file FILE')];
  return { keys: { identities: [], passphrases: known }, isOfPassphrase: true };
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
