import type { BackupSource } from '../../../archive/repository/source.ts';
import type { ProvenCollection } from '../../../embedded/services.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import type { Runtime } from '../../../runtime.ts';
import { toGeckoError } from '../../../to-gecko-error.ts';
import { testFolder } from './test-folder.ts';
import { testQdrant } from './test-qdrant.ts';

/**
 * Restores the corpus of a backup that was verified to a scratch place, counts what came back, and asks for
 * passages that are known to be in it. Nothing of the project is touched, nor has to run; what is scratch is
 * removed whatever happens.
 * @throws GeckoError BACKUP_MISSING (exit 10) where the backup has no corpus, BACKUP_UNPROVEN (25) where not
 *   all came back, BACKUP_UNFIT (21), NO_SPACE (24), and what the store throws
 */
export async function restoreTest(
  source: BackupSource,
  runtime: Runtime,
): Promise<ProvenCollection[]> {
  const { id, store } = source.manifest;
  if (store === null)
    throw new GeckoError('BACKUP_MISSING', `The backup ${id} has no corpus that could be asked`, {
      exitCode: exitCodes.nothing,
      hint: 'Without --restore-test every byte of it is verified.',
      details: { id },
    });
  try {
    return store.kind === 'lancedb'
      ? await testFolder(source, store.collections, runtime)
      : await testQdrant(source, store, runtime);
  } catch (error) {
    runtime.signal.throwIfAborted();
    const { code, message } = toGeckoError(error, { interrupted: null, report: () => null });
    if (code !== 'INTEGRITY') throw error;
    throw new GeckoError(
      'BACKUP_UNPROVEN',
      `The backup ${id} does not come back whole: ${message}`,
      {
        exitCode: exitCodes.integrity,
        hint: 'Its bytes are those of its manifest, and what they hold is not what it should be. Make another backup and test that: gecko backup qdrant.',
        details: { id },
        cause: error,
      },
    );
  }
}
