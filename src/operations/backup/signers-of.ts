import { type ManifestSigner, manifestSigner } from '../../archive/repository/manifest-signer.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { readKeyFile } from './read-key-file.ts';
import type { RepositoryAccess } from './repository-access.ts';

/** Fewer could be guessed. */
const LEAST_BYTES = 32;

/**
 * The key that backups are signed with, where one is named.
 * @throws GeckoError BACKUP_KEY_FILE (exit 2)
 */
export async function signersOf(
  { signKey }: Pick<RepositoryAccess, 'signKey'>,
  { config }: Pick<Runtime, 'config'>,
): Promise<ManifestSigner[]> {
  const path = signKey ?? config.backup.signKey;
  if (path === undefined) return [];
  const key = Buffer.from(await readKeyFile(path, 'the key that backups are signed with'));
  if (key.length < LEAST_BYTES)
    throw new GeckoError('BACKUP_KEY_FILE', `The key in ${path} has only ${key.length} bytes`, {
      exitCode: exitCodes.usage,
      hint: `It takes ${LEAST_BYTES} at least. \`gecko backup key FILE\` makes one.`,
    });
  return [manifestSigner(key, { name: path, provesOrigin: true })];
}
