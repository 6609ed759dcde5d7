import { listBackups } from '../../archive/repository/list-backups.ts';
import { writeManifest } from '../../archive/repository/write-manifest.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { amount } from '../amount.ts';
import { openProject } from '../docker/open-project.ts';
import { withMutex } from '../docker/with-mutex.ts';
import { backupFacts } from './backup-facts.ts';
import { checkRuntime } from './check-runtime.ts';
import { contentText } from './content-text.ts';
import { openRepository } from './open-repository.ts';
import { saveQdrant } from './save-qdrant.ts';

export interface BackupInput {
  /** Folder of the repository; absent: as configured. */
  to?: string | undefined;
  label?: string | undefined;
}

/**
 * Makes a backup of the corpus while it is used. What is interrupted or fails leaves no backup, and none
 * of those before is touched.
 * @throws GeckoError LOCKED (exit 11), NO_SPACE (24), BACKUP_BUSY (22), BACKUP_TARGET (1), and what the
 *   store throws
 */
export async function backup({ to, label }: BackupInput, runtime: Runtime): Promise<Report> {
  await checkRuntime(runtime);
  const place = openRepository(to, runtime);
  return withMutex('gecko backup', runtime, async () => {
    const { door, secrets, owner } = await openProject(runtime);
    await place.clean(runtime.clock.now());
    const before = await listBackups(place);
    const server = door.snapshots(secrets.qdrantKey);
    const { content, written } = await saveQdrant(server, place, runtime);
    runtime.signal.throwIfAborted();
    const { version, clock } = runtime;
    const { project } = owner;
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
