import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { openProject } from '../docker/open-project.ts';
import { withMutex } from '../docker/with-mutex.ts';
import { backupDestination, type DestinationInput } from './backup-destination.ts';
import { makeBackup } from './make-backup.ts';
import { nothingWritten } from './nothing-written.ts';
import { runningUsers } from './running-users.ts';
import { saveVolume } from './save-volume.ts';
import { takeUp } from './volume/take-up.ts';
import { volumeMissing } from './volume-missing.ts';

export interface BackupVolumeInput extends DestinationInput {
  /** Any volume of the engine. Absent: nothing was named. */
  volume: string | undefined;
  label?: string | undefined;
  /** What is stored is read all the same, which mends what was damaged since. */
  reread: boolean;
}

/**
 * Backs up any volume of the engine, read-only, as it is: nothing has to run, and nothing is stopped.
 * @throws GeckoError USAGE (exit 2), VOLUME_MISSING (10), VOLUME_BUSY (22), LOCKED (11), NO_SPACE (24), and
 *   what `saveVolume` throws
 */
export async function backupVolume(input: BackupVolumeInput, runtime: Runtime): Promise<Report> {
  const { volume, label, reread } = input;
  if (volume === undefined)
    throw new GeckoError('USAGE', 'What is to be backed up is missing', {
      exitCode: exitCodes.usage,
      hint: 'gecko backup qdrant, or gecko backup --volume NAME; gecko backup --help tells more.',
    });
  const destination = await backupDestination(input, runtime);
  const { place } = destination;
  if (destination.target === null) return nothingWritten(place);
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
    const save = () => saveVolume({ name: volume, service: null, reread }, project, place, runtime);
    return makeBackup({ ...destination, label }, save, runtime);
  });
}
