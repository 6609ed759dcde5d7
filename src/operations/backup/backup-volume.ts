import type { ArchiveFormat } from '../../archive/file/archive-format.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { openProject } from '../docker/open-project.ts';
import { withMutex } from '../docker/with-mutex.ts';
import { archiveTarget } from './archive-target.ts';
import { makeBackup } from './make-backup.ts';
import { nothingWritten } from './nothing-written.ts';
import { openRepository } from './open-repository.ts';
import { runningUsers } from './running-users.ts';
import { saveVolume } from './save-volume.ts';
import { takeUp } from './volume/take-up.ts';
import { volumeMissing } from './volume-missing.ts';

export interface BackupVolumeInput {
  /** Any volume of the engine. Absent: nothing was named. */
  volume: string | undefined;
  to?: string | undefined;
  label?: string | undefined;
  /** Written too, as one archive that needs nothing else. */
  file?: string | undefined;
  /** Of the file; absent: as its name says. */
  format?: ArchiveFormat | undefined;
}

/**
 * Backs up any volume of the engine, read-only, as it is: nothing has to run, and nothing is stopped.
 * @throws GeckoError USAGE (exit 2), VOLUME_MISSING (10), VOLUME_BUSY (22), LOCKED (11), NO_SPACE (24), and
 *   what `saveVolume` throws
 */
export async function backupVolume(
  { volume, to, label, file, format }: BackupVolumeInput,
  runtime: Runtime,
): Promise<Report> {
  if (volume === undefined)
    throw new GeckoError('USAGE', 'What is to be backed up is missing', {
      exitCode: exitCodes.usage,
      hint: 'gecko backup qdrant, or gecko backup --volume NAME; gecko backup --help tells more.',
    });
  const place = openRepository(to, runtime);
  const target = file === undefined ? undefined : await archiveTarget(file, format, runtime);
  if (target === null) return nothingWritten(place);
  return withMutex('gecko backup', runtime, async () => {
    const project = await openProject(runtime);
    await takeUp(project, runtime);
    const { engine, seen } = project;
    if ((await engine.volume(volume)) === null) throw volumeMissing(volume, seen);
    const running = runningUsers(seen, volume);
    if (running.length > 0)
      runtime.ui.event({
        type: 'warning',
        text: `${volume} is used by ${running.join(', ')} meanwhile: files that belong together may be of different moments. Stop what uses it for a copy that is of one`,
      });
    const save = () => saveVolume({ name: volume, service: null }, project, place, runtime);
    return makeBackup({ place, label, target }, save, runtime);
  });
}
