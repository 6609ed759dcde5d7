import { amount } from '../../amount.ts';
import { type ListedBackup, listBackups } from '../../archive/repository/list-backups.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { writeManifest } from '../../archive/repository/write-manifest.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import type { ArchiveTarget } from './archive-target.ts';
import { backupFacts } from './backup-facts.ts';
import { contentText } from './content-text.ts';
import { exportArchive } from './export-archive.ts';
import type { Saved } from './saved.ts';

export interface MakeInput {
  place: RepositoryPlace;
  label?: string | undefined;
  /** A file that it is written into, too. */
  target?: ArchiveTarget | undefined;
}

/**
 * Stores something, knowing what the repository had before, and then writes the manifest, with which the backup exists. Called while the project's
 * mutex is held.
 */
export async function makeBackup(
  { place, label, target }: MakeInput,
  save: (before: readonly ListedBackup[]) => Promise<Saved>,
  runtime: Runtime,
): Promise<Report> {
  const { version, clock, signal, config } = runtime;
  await place.clean(clock.now());
  const before = await listBackups(place);
  const { content, written } = await save(before);
  signal.throwIfAborted();
  const { project } = config;
  const own = { version, project, label: label ?? null, ...content };
  const manifest = await writeManifest(place, own, { before, now: clock.now() });
  const facts = backupFacts(manifest);
  const size = target && (await exportArchive({ place, manifest }, target, runtime));
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
}
