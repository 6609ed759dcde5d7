import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { runtimeOf } from '../choose-runtime.ts';
import { withMutex } from '../docker/with-mutex.ts';
import { makeBackup } from './make-backup.ts';
import { openRepository } from './open-repository.ts';
import { type BackupWhat, saveParts } from './save-parts.ts';
import { withOwnMutex } from './with-own-mutex.ts';

export interface BackupInput {
  what: BackupWhat;
  /** Names of language models; empty: all. */
  models: readonly string[];
  /** Models that are stored are read all the same, which mends what was damaged since. */
  reread: boolean;
  /** Folder of the repository; absent: as configured. */
  to?: string | undefined;
  label?: string | undefined;
  /** Stops the service and what writes to it meanwhile, and stores its volume as a whole. */
  cold: boolean;
}

/**
 * Makes a backup of what is asked for while it is used. What is interrupted or fails leaves no backup, and none
 * of those before is touched.
 * @throws GeckoError LOCKED (exit 11), RUNTIME_UNSUPPORTED (21), NO_SPACE (24), BACKUP_TARGET (1), and what
 *   the parts throw
 */
export async function backup(input: BackupInput, runtime: Runtime): Promise<Report> {
  const { to, label } = input;
  const isDocker = (await runtimeOf(runtime)) === 'docker';
  const place = openRepository(to, runtime);
  const locked = isDocker ? withMutex : withOwnMutex;
  return locked('gecko backup', runtime, () =>
    makeBackup(
      { place, label },
      (before) => saveParts({ ...input, isDocker, place, before }, runtime),
      runtime,
    ),
  );
}
