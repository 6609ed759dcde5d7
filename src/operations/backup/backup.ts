import type { ArchiveFormat } from '../../archive/file/archive-format.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { runtimeOf } from '../choose-runtime.ts';
import { withMutex } from '../docker/with-mutex.ts';
import { archiveTarget } from './archive-target.ts';
import { makeBackup } from './make-backup.ts';
import { nothingWritten } from './nothing-written.ts';
import { openRepository } from './open-repository.ts';
import { type BackupWhat, saveParts } from './save-parts.ts';
import { withOwnMutex } from './with-own-mutex.ts';

export interface BackupInput {
  what: BackupWhat;
  /** Names of language models; empty: all. */
  models: readonly string[];
  /** What is stored is read all the same, which mends what was damaged since. */
  reread: boolean;
  /** Folder of the repository; absent: as configured. */
  to?: string | undefined;
  label?: string | undefined;
  /** Stops the service and what writes to it meanwhile, and stores its volume as a whole. */
  cold: boolean;
  /** Written too, as one archive that needs nothing else. */
  file?: string | undefined;
  /** Of the file; absent: as its name says. */
  format?: ArchiveFormat | undefined;
}

/**
 * Makes a backup of what is asked for while it is used. What is interrupted or fails leaves no backup, and none
 * of those before is touched.
 * @throws GeckoError LOCKED (exit 11), RUNTIME_UNSUPPORTED (21), NO_SPACE (24), BACKUP_TARGET (1),
 *   CONFIRMATION_NEEDED (5), and what the parts throw
 */
export async function backup(input: BackupInput, runtime: Runtime): Promise<Report> {
  const { to, label, file, format } = input;
  const isDocker = (await runtimeOf(runtime)) === 'docker';
  const place = openRepository(to, runtime);
  // Before anything is held still for it.
  const target = file === undefined ? undefined : await archiveTarget(file, format, runtime);
  if (target === null) return nothingWritten(place);
  const locked = isDocker ? withMutex : withOwnMutex;
  return locked('gecko backup', runtime, () =>
    makeBackup(
      { place, label, target },
      (before) => saveParts({ ...input, isDocker, place, before }, runtime),
      runtime,
    ),
  );
}
