import { amount } from '../../amount.ts';
import { listBackups } from '../../archive/repository/list-backups.ts';
import { writeManifest } from '../../archive/repository/write-manifest.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { runtimeOf } from '../choose-runtime.ts';
import { withMutex } from '../docker/with-mutex.ts';
import { backupFacts } from './backup-facts.ts';
import { contentText } from './content-text.ts';
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
  const { version, clock, signal, config } = runtime;
  const locked = isDocker ? withMutex : withOwnMutex;
  return locked('gecko backup', runtime, async () => {
    await place.clean(clock.now());
    const before = await listBackups(place);
    const { content, written } = await saveParts({ ...input, isDocker, place, before }, runtime);
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
