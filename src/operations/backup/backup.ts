import { amount } from '../../amount.ts';
import type { ArchiveFormat } from '../../archive/file/archive-format.ts';
import { listBackups } from '../../archive/repository/list-backups.ts';
import { writeManifest } from '../../archive/repository/write-manifest.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { runtimeOf } from '../choose-runtime.ts';
import { withMutex } from '../docker/with-mutex.ts';
import { archiveTarget } from './archive-target.ts';
import { archiveTo } from './archive-to.ts';
import { backupFacts } from './backup-facts.ts';
import { contentText } from './content-text.ts';
import { exportArchive } from './export-archive.ts';
import { openRepository } from './open-repository.ts';
import type { RepositoryAccess } from './repository-access.ts';
import { type BackupWhat, saveParts } from './save-parts.ts';
import { withOwnMutex } from './with-own-mutex.ts';
import { withRepositoryLock } from './with-repository-lock.ts';

export interface BackupInput extends RepositoryAccess {
  what: BackupWhat;
  /** Names of language models; empty: all. */
  models: readonly string[];
  /** What is stored is read all the same, which mends what was damaged since. */
  reread: boolean;
  /** Folder of the repository; absent: as configured. */
  to?: string | undefined;
  label?: string | undefined;
  /** Written too, as one archive that needs nothing else. */
  file?: string | undefined;
  /** Of the file; absent: as its name says. */
  format?: ArchiveFormat | undefined;
}

/**
 * Makes a backup of what is asked for while it is used. What is interrupted or fails leaves no backup, and none
 * of those before is touched.
 * @throws GeckoError LOCKED (exit 11), RUNTIME_UNSUPPORTED (21), NO_SPACE (24), BACKUP_TARGET (1),
 *   CONFIRMATION_NEEDED (5), and what openRepository and the parts throw
 */
export async function backup(input: BackupInput, runtime: Runtime): Promise<Report> {
  const isDocker = (await runtimeOf(runtime)) === 'docker';
  const { to, label, file, format } = input;
  const place = await openRepository(to, runtime, input, 'write');
  const { version, clock, signal, config } = runtime;
  // Before anything is held still for it.
  const target = file === undefined ? undefined : await archiveTarget(file, format, runtime);
  if (target === null)
    return {
      json: { repository: place.name, backup: null, file: null },
      text: () => 'Nothing was written.',
    };
  const sealedTo = target && (await archiveTo(place, input, runtime));
  const locked = isDocker ? withMutex : withOwnMutex;
  const working = (work: () => Promise<Report>) =>
    locked('gecko backup', runtime, () => withRepositoryLock(place, 'gecko backup', runtime, work));
  return working(async () => {
    await place.clean(clock.now());
    const before = await listBackups(place);
    const { content, written } = await saveParts({ ...input, isDocker, place, before }, runtime);
    signal.throwIfAborted();
    const { project } = config;
    const own = { version, project, label: label ?? null, ...content };
    const manifest = await writeManifest(place, own, { before, now: clock.now() });
    const facts = backupFacts(manifest);
    const size =
      target &&
      (await exportArchive({ place, manifest }, { ...target, to: sealedTo ?? null }, runtime));
    const also = target && size !== undefined ? `\nAlso in ${target.path}: ${amount(size)}` : '';
    return {
      json: {
        repository: place.name,
        backup: { ...facts, written },
        ...(target && { file: { ...target, size } }),
      },
      text: () =>
        `Backed up ${contentText(facts)}: ${amount(facts.size)}, of which ${amount(written)} were written.\nBackup ${manifest.id} in ${place.name}${also}`,
    };
  });
}
