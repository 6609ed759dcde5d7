import { keepNewSmall } from '../../archive/free-pieces.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { runtimeOf } from '../choose-runtime.ts';
import { withMutex } from '../docker/with-mutex.ts';
import { backupDestination, type DestinationInput } from './backup-destination.ts';
import { makeBackup } from './make-backup.ts';
import { nothingWritten } from './nothing-written.ts';
import { type BackupWhat, saveParts } from './save-parts.ts';
import { withOwnMutex } from './with-own-mutex.ts';

export interface BackupInput extends DestinationInput {
  what: BackupWhat;
  /** Names of language models; empty: all. */
  models: readonly string[];
  /** What is stored is read all the same, which mends what was damaged since. */
  reread: boolean;
  label?: string | undefined;
  /** Stops the service and what writes to it meanwhile, and stores its volume as a whole. */
  cold: boolean;
}

/**
 * Makes a backup of what is asked for while it is used. What is interrupted or fails leaves no backup, and none
 * of those before is touched.
 * @throws GeckoError LOCKED (exit 11), RUNTIME_UNSUPPORTED (21), NO_SPACE (24), BACKUP_TARGET (1),
 *   CONFIRMATION_NEEDED (5), and what backupDestination and the parts throw
 */
export async function backup(input: BackupInput, runtime: Runtime): Promise<Report> {
  keepNewSmall();
  const isDocker = (await runtimeOf(runtime)) === 'docker';
  const destination = await backupDestination(input, runtime);
  const { place } = destination;
  if (destination.target === null) return nothingWritten(place);
  const locked = isDocker ? withMutex : withOwnMutex;
  return locked('gecko backup', runtime, () =>
    makeBackup(
      { ...destination, label: input.label },
      (before) => saveParts({ ...input, isDocker, place, before }, runtime),
      runtime,
    ),
  );
}
