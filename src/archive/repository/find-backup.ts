import { exitCodes, GeckoError } from '../../errors.ts';
import { backupDamaged } from './backup-damaged.ts';
import { backupSealed } from './backup-sealed.ts';
import { backupUnsigned } from './backup-unsigned.ts';
import type { ListedBackup } from './list-backups.ts';
import type { Manifest } from './manifest.ts';

/**
 * The backup that is meant.
 * @param asked `latest`, an id, or how one begins
 * @param where the repository, for people
 * @throws GeckoError BACKUP_MISSING (exit 10), BACKUP_NEWER (22), BACKUP_DAMAGED and BACKUP_UNSIGNED (25),
 *   BACKUP_SEALED and BACKUP_OTHER_KEY (12), USAGE (2) where several begin so
 */
export function findBackup(
  all: readonly ListedBackup[],
  asked: string,
  { project, where }: { project: string; where: string },
): Manifest {
  const found = asked === 'latest' ? latest(all, project) : named(all, asked);
  if (found === null) throw missing(all, asked, { project, where });
  const { content, id } = found;
  if (!('problem' in content)) return content;
  if (content.kind === 'damaged') throw backupDamaged(id, [content.problem]);
  if (content.kind === 'sealed') throw backupSealed(where, 'read');
  if (content.kind === 'unsigned' || content.kind === 'other-key')
    throw backupUnsigned(id, content);
  throw new GeckoError('BACKUP_NEWER', `The backup ${id} cannot be read: ${content.problem}`, {
    exitCode: exitCodes.conflict,
    hint: 'Use that gecko, or a newer one. Nothing was changed.',
    details: { id },
  });
}

/** The one that was made last, of those that can be read; where none can, the last of the others. */
function latest(all: readonly ListedBackup[], project: string): ListedBackup | null {
  const own = all.filter(({ content }) => 'project' in content && content.project === project);
  // Whose an unusable one is nobody knows: where there is no other, its reason says more than that.
  const unusable = all.filter(({ content }) => 'problem' in content);
  return own.at(-1) ?? unusable.at(-1) ?? null;
}

function named(all: readonly ListedBackup[], asked: string): ListedBackup | null {
  const found = all.filter(({ id }) => id.startsWith(asked.toLowerCase()));
  if (found.length > 1)
    throw new GeckoError('USAGE', `${found.length} backups begin with ${asked}`, {
      exitCode: exitCodes.usage,
      hint: 'Give the whole id: gecko backup list.',
    });
  return found[0] ?? null;
}

function missing(
  all: readonly ListedBackup[],
  asked: string,
  { project, where }: { project: string; where: string },
): GeckoError {
  const which = asked === 'latest' ? `no backup of project ${project}` : `no backup ${asked}`;
  const others = all.length === 0 ? '' : `, only ${all.length} other${all.length === 1 ? '' : 's'}`;
  return new GeckoError('BACKUP_MISSING', `${where} has ${which}${others}`, {
    exitCode: exitCodes.nothing,
    hint: 'gecko backup list shows what is there; --to names another folder.',
  });
}
