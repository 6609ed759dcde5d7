import { amount } from '../../amount.ts';
import type { RepositoryLock } from '../../archive/repository/held-lock.ts';
import { type ListedBackup, listBackups } from '../../archive/repository/list-backups.ts';
import { writeManifest } from '../../archive/repository/write-manifest.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import type { BackupDestination, SealedTarget } from './backup-destination.ts';
import { backupFacts } from './backup-facts.ts';
import { contentText } from './content-text.ts';
import { exportArchive } from './export-archive.ts';
import type { Saved } from './saved.ts';
import { withRepositoryLock } from './with-repository-lock.ts';

export interface MakeInput extends BackupDestination {
  label?: string | undefined;
}

/**
 * Stores something, knowing what the repository had before, and then writes the manifest, with which the
 * backup exists. Called while the project's mutex is held.
 * @throws GeckoError LOCKED (exit 11) where the repository is being pruned, LOCK_LOST (11), and what the
 *   work throws
 */
export function makeBackup(
  input: MakeInput,
  save: (before: readonly ListedBackup[]) => Promise<Saved>,
  runtime: Runtime,
): Promise<Report> {
  const how = { mode: 'shared', command: 'gecko backup' } as const;
  return withRepositoryLock(input.place, how, runtime, (held) =>
    storeAndList(input, save, held, runtime),
  );
}

async function storeAndList(
  { place, label, target }: MakeInput,
  save: (before: readonly ListedBackup[]) => Promise<Saved>,
  held: RepositoryLock,
  runtime: Runtime,
): Promise<Report> {
  const { version, clock, signal, config } = runtime;
  await place.clean(held.now);
  const before = await listBackups(place);
  const { content, written } = await save(before);
  signal.throwIfAborted();
  const { project } = config;
  const own = { version, project, label: label ?? null, ...content };
  const manifest = await writeManifest(place, own, { before, now: clock.now(), check: held.check });
  const facts = backupFacts(manifest);
  const size = target ? await exported({ place, manifest }, target, runtime) : 0;
  const also = target ? `\nAlso in ${target.path}: ${amount(size)}` : '';
  return {
    json: {
      repository: place.name,
      backup: { ...facts, written },
      ...(target && { file: { path: target.path, format: target.format, size } }),
    },
    text: () =>
      `Backed up ${contentText(facts)}: ${amount(facts.size)}, of which ${amount(written)} were written.\nBackup ${manifest.id} in ${place.name}${also}`,
  };
}

/** The backup is there already: whoever cannot have the file is told so. */
async function exported(
  backup: Parameters<typeof exportArchive>[0],
  target: SealedTarget,
  runtime: Runtime,
): Promise<number> {
  try {
    return await exportArchive(backup, target, runtime);
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
    const { id } = backup.manifest;
    throw new GeckoError(error.code, error.message, {
      exitCode: error.exitCode,
      hint: `The backup ${id} is whole in ${backup.place.name}; only the file is not written. \`gecko backup export ${id} FILE\` writes it where there is room.`,
      details: { ...error.details, id },
      cause: error,
    });
  }
}
