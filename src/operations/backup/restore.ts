import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { beginsAsArchive } from '../../archive/file/begins-as-archive.ts';
import { keepNewSmall } from '../../archive/free-pieces.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { backupFacts } from './backup-facts.ts';
import { checkedBackup } from './checked-backup.ts';
import { isFileArgument } from './is-file-argument.ts';
import { restoreModels } from './models/restore-models.ts';
import { passOverOf } from './pass-over.ts';
import type { RepositoryAccess } from './repository-access.ts';
import { repositoryOf } from './repository-of.ts';
import { restoreAll } from './restore-all.ts';
import { restoreCommand } from './restore-command.ts';
import { restoreCorpus } from './restore-corpus.ts';
import { restoreOldArchive } from './restore-old-archive.ts';
import type { RestorePart } from './restore-part.ts';
import { restoreVolume } from './restore-volume.ts';
import { volumeOfService } from './volume-of-service.ts';
import { whileReading } from './while-reading.ts';

/** What of a backup is restored. */
export type RestoreWhat = 'qdrant' | 'ollama' | 'all' | 'volume';

export interface RestoreInput extends RepositoryAccess {
  what: RestoreWhat;
  /** Of `volume`: its name. */
  volume?: string | undefined;
  /** Of `volume`: device files and the like are taken, too. */
  special?: boolean;
  /** `latest`, an id, how one begins, or a file that gecko backup export wrote; of a service, also an old archive. */
  asked: string;
  to?: string | undefined;
  dryRun: boolean;
  /** An index of another model or other settings is restored all the same. */
  otherFingerprint: boolean;
  /** Names of language models; empty: all. */
  models: readonly string[];
}

/**
 * Brings back what a backup holds, each part of it whole or not at all: it is verified, and restored beside
 * what is there, which stays until the new one answers. Where a part fails, those before it are restored.
 * @throws GeckoError BACKUP_MISSING (exit 10), BACKUP_UNFIT (21), BACKUP_NEWER (22), BACKUP_DAMAGED (25),
 *   LOCKED and LOCK_LOST (11), CONFIRMATION_NEEDED (5), and what the parts throw
 */
export async function restore(
  input: RestoreInput,
  runtime: Runtime,
): Promise<Report & { exitCode: number }> {
  keepNewSmall();
  const { what, asked, dryRun } = input;
  if ((what === 'qdrant' || what === 'ollama') && (await isOldArchive(asked)))
    return restoreOldArchive({ what, asked, dryRun }, runtime);
  const place = await repositoryOf(input, runtime);
  return whileReading(place, 'gecko restore', runtime, () => restoreFrom(place, input, runtime));
}

async function restoreFrom(
  place: RepositoryPlace | null,
  input: RestoreInput,
  runtime: Runtime,
): Promise<Report & { exitCode: number }> {
  const { ui } = runtime;
  const { what, asked, dryRun } = input;
  // One part is filled in beside what is there: damage is found before the switch, in the same pass.
  const isLater = what !== 'all' && !dryRun;
  const how = { ...input, isLater, passOver: passOverOf(runtime) };
  const source = await checkedBackup(asked, place, runtime, how);
  const { manifest } = source;
  const verified = isLater && !isFileArgument(asked) ? 'verified as it is restored' : 'verified';
  const parts = await partsOf(source, input, runtime);
  const json: Record<string, unknown> = { repository: source.name, backup: backupFacts(manifest) };
  for (const part of parts) Object.assign(json, part.json);
  const lines = parts.flatMap(({ plan }) => plan.map((line) => `  ${line}`));
  const plan = [`Backup ${manifest.id} of ${manifest.createdAt}, ${verified}:`, ...lines].join(
    '\n',
  );
  const unchanged = { json: { ...json, restored: false }, exitCode: exitCodes.ok };
  if (input.dryRun) return { ...unchanged, text: () => plan };
  if (!(await ui.confirm(`${plan}\nRestore it?`, '--yes')))
    return { ...unchanged, text: () => 'Nothing was changed.' };
  json.restored = true;
  const text: string[] = [];
  let exitCode: number = exitCodes.ok;
  for (const part of parts) {
    const done = await part.carryOut();
    Object.assign(json, done.json);
    text.push(...done.text);
    exitCode = Math.max(exitCode, done.exitCode ?? exitCodes.ok);
  }
  return { json, text: () => text.join('\n'), exitCode };
}

/** A file that gecko has not written. One that is not there, or is no file, is told as gecko's own would be. */
async function isOldArchive(asked: string): Promise<boolean> {
  if (!isFileArgument(asked) || !statSync(asked, { throwIfNoEntry: false })?.isFile()) return false;
  return !(await beginsAsArchive(resolve(asked)));
}

async function partsOf(
  source: BackupSource,
  input: RestoreInput,
  runtime: Runtime,
): Promise<RestorePart[]> {
  const { what, otherFingerprint, models: names, dryRun } = input;
  const { store, models, volumes } = source.manifest;
  const allowsSpecial = input.special === true;
  if (what === 'volume') {
    const saved = volumes.find(({ name }) => name === input.volume);
    if (!saved) throw without(source, `volume ${input.volume}`);
    return [await restoreVolume(source, saved, { live: saved.name, allowsSpecial }, runtime)];
  }
  if (what === 'all') {
    const command = restoreCommand(input, source.manifest.id);
    const parts = await restoreAll(
      source,
      { otherFingerprint, models: names, dryRun, command },
      runtime,
    );
    if (parts.length === 0) throw without(source, what);
    return parts;
  }
  const cold = volumes.find(({ service }) => service === what);
  if (cold && (what === 'qdrant' ? store : models) === null) {
    const live = volumeOfService(what, runtime);
    return [await restoreVolume(source, cold, { live, allowsSpecial }, runtime)];
  }
  if (what === 'ollama') {
    if (models === null) throw without(source, what);
    return [await restoreModels(source, models, { names, dryRun }, runtime)];
  }
  if (store === null) throw without(source, what);
  return [await restoreCorpus(source, store, { otherFingerprint, dryRun }, runtime)];
}

function without({ manifest: { id } }: BackupSource, what: string): GeckoError {
  return new GeckoError('BACKUP_MISSING', `The backup ${id} has no ${what}`, {
    exitCode: exitCodes.nothing,
    hint: 'gecko backup list shows what each backup holds.',
    details: { id, what },
  });
}
