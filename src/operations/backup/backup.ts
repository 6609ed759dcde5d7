import { amount } from '../../amount.ts';
import { listBackups } from '../../archive/repository/list-backups.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { writeManifest } from '../../archive/repository/write-manifest.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { ensureBackend } from '../backend.ts';
import { runtimeOf } from '../choose-runtime.ts';
import { openProject } from '../docker/open-project.ts';
import { withMutex } from '../docker/with-mutex.ts';
import { backupFacts } from './backup-facts.ts';
import { contentText } from './content-text.ts';
import { openRepository } from './open-repository.ts';
import type { RepositoryAccess } from './repository-access.ts';
import { saveEmbedded } from './save-embedded.ts';
import { saveQdrant } from './save-qdrant.ts';
import type { Saved } from './saved.ts';
import { withOwnMutex } from './with-own-mutex.ts';
import { withRepositoryLock } from './with-repository-lock.ts';

export interface BackupInput extends RepositoryAccess {
  /** Folder of the repository; absent: as configured. */
  to?: string | undefined;
  label?: string | undefined;
}

/**
 * Makes a backup of the corpus while it is used. What is interrupted or fails leaves no backup, and none
 * of those before is touched.
 * @throws GeckoError LOCKED (exit 11), NO_SPACE (24), BACKUP_BUSY (22), and what openRepository and the
 *   store throw
 */
export async function backup(input: BackupInput, runtime: Runtime): Promise<Report> {
  const isDocker = (await runtimeOf(runtime)) === 'docker';
  const { to, label } = input;
  const place = await openRepository(to, runtime, input, 'write');
  const { version, clock, signal, config } = runtime;
  const locked = isDocker ? withMutex : withOwnMutex;
  const working = (work: () => Promise<Report>) =>
    locked('gecko backup', runtime, () => withRepositoryLock(place, 'gecko backup', runtime, work));
  return working(async () => {
    await place.clean(clock.now());
    const before = await listBackups(place);
    const { content, written } = isDocker
      ? await saveContainers(place, runtime)
      : await saveEmbedded(place, runtime);
    signal.throwIfAborted();
    const { project } = config;
    const own = { version, project, label: label ?? null, ...content };
    const manifest = await writeManifest(place, own, { before, now: clock.now() });
    const facts = backupFacts(manifest);
    return {
      json: { repository: place.name, backup: { ...facts, written } },
      text: () =>
        `Backed up ${contentText(facts)}: ${amount(facts.size)}, of which ${amount(written)} were written.\nBackup ${manifest.id} in ${place.name}`,
    };
  });
}

async function saveContainers(place: RepositoryPlace, runtime: Runtime): Promise<Saved> {
  const { door, secrets } = await openProject(runtime);
  const backend = await ensureBackend(runtime);
  return saveQdrant(door.snapshots(secrets.qdrantKey), backend, place, runtime);
}
