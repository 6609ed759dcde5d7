import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { runtimeOf } from '../choose-runtime.ts';
import { openProject } from '../docker/open-project.ts';
import { withMutex } from '../docker/with-mutex.ts';
import { makeBackup } from './make-backup.ts';
import { openRepository } from './open-repository.ts';
import { saveCold } from './save-cold.ts';
import { saveEmbedded } from './save-embedded.ts';
import { saveQdrant } from './save-qdrant.ts';
import type { Saved } from './saved.ts';
import { takeUp } from './volume/take-up.ts';
import { withOwnMutex } from './with-own-mutex.ts';

export interface BackupInput {
  /** Folder of the repository; absent: as configured. */
  to?: string | undefined;
  label?: string | undefined;
  /** Stops what uses the corpus meanwhile, and stores its volume as a whole. */
  cold?: boolean;
}

/**
 * Makes a backup of the corpus while it is used. What is interrupted or fails leaves no backup, and none
 * of those before is touched.
 * @throws GeckoError LOCKED (exit 11), NO_SPACE (24), BACKUP_BUSY (22), BACKUP_TARGET (1), and what the
 *   store throws
 */
export async function backup(
  { to, label, cold = false }: BackupInput,
  runtime: Runtime,
): Promise<Report> {
  const isDocker = (await runtimeOf(runtime)) === 'docker';
  const place = openRepository(to, runtime);
  const locked = isDocker ? withMutex : withOwnMutex;
  if (cold && !isDocker) throw coldUnsupported();
  const save = isDocker ? (cold ? saveStopped : saveContainers) : saveEmbedded;
  return locked('gecko backup', runtime, () =>
    makeBackup({ place, label }, () => save(place, runtime), runtime),
  );
}

async function saveStopped(place: RepositoryPlace, runtime: Runtime): Promise<Saved> {
  const project = await openProject(runtime);
  await takeUp(project, runtime);
  return saveCold('qdrant', project, place, runtime);
}

async function saveContainers(place: RepositoryPlace, runtime: Runtime): Promise<Saved> {
  const project = await openProject(runtime);
  await takeUp(project, runtime);
  const { door, secrets } = project;
  return saveQdrant(door.snapshots(secrets.qdrantKey), place, runtime);
}

function coldUnsupported(): GeckoError {
  return new GeckoError(
    'RUNTIME_UNSUPPORTED',
    'A cold backup means nothing in the embedded runtime',
    {
      exitCode: exitCodes.unsupported,
      hint: 'Its backup is of one moment anyway: leave --cold out.',
    },
  );
}
