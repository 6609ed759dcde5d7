import { exitCodes, GeckoError } from '../../errors.ts';
import { backupDamaged } from './backup-damaged.ts';
import { backupSealed } from './backup-sealed.ts';
import { backupUnsigned } from './backup-unsigned.ts';
import type { ListedBackup } from './list-backups.ts';
import type { Manifest } from './manifest.ts';
import type { Unusable } from './parse-manifest.ts';

/**
 * The backup that is meant.
 * @param asked `latest`, an id, or how one begins
 * @param given `where`: the repository, for people. `passOver` is told why a newer one than that found for
 *   `latest` cannot be used; where it is absent, that is thrown
 * @throws GeckoError BACKUP_MISSING (exit 10), BACKUP_NEWER (22), BACKUP_DAMAGED and BACKUP_UNSIGNED (25),
 *   BACKUP_SEALED and BACKUP_OTHER_KEY (12), USAGE (2) where several begin so
 */
export function findBackup(
  all: readonly ListedBackup[],
  asked: string,
  given: { project: string; where: string; passOver?: PassOver | undefined },
): Manifest {
  const { project, where, passOver } = given;
  const found = asked === 'latest' ? latest(all, project) : named(all, asked);
  if (found === null) throw missing(all, asked, { project, where });
  const { content } = found;
  if ('problem' in content) throw unusable(found.id, content, where);
  const newer = asked === 'latest' ? newerUnusable(all, { name: found.name, content }) : null;
  if (newer === null) return content;
  const reason = unusable(newer.id, newer.content, where);
  if (!passOver) throw reason;
  passOver(reason, content);
  return content;
}

/** @param taken the newest one that can be used */
export type PassOver = (reason: GeckoError, taken: Manifest) => void;

/** The one that was made last, of those that can be read; where none can, the last of the others. */
function latest(all: readonly ListedBackup[], project: string): ListedBackup | null {
  const own = all.filter(({ content }) => !('problem' in content) && content.project === project);
  // Whose an unusable one is nobody knows: where there is no other, its reason says more than that.
  return own.at(-1) ?? unusableOf(all).at(-1) ?? null;
}

/** The last of those after a backup that cannot be used, and may be of its project. */
function newerUnusable(
  all: readonly ListedBackup[],
  { name, content: { counter, project } }: { name: string; content: Manifest },
): UnusableBackup | null {
  const mayBeNewer = unusableOf(all).filter(({ content, ...one }) => {
    if ((content.project ?? project) !== project) return false;
    return content.counter ? content.counter > counter : timeIn(one.name) >= timeIn(name);
  });
  return mayBeNewer.at(-1) ?? null;
}

type UnusableBackup = ListedBackup & { content: Unusable };

function unusableOf(all: readonly ListedBackup[]): UnusableBackup[] {
  return all.flatMap(({ content, ...one }) => ('problem' in content ? [{ ...one, content }] : []));
}

/** `20261126T084500Z`: sorts by time. */
function timeIn(name: string): string {
  return name.split('-')[0] ?? '';
}

function unusable(id: string, content: Unusable, where: string): GeckoError {
  if (content.kind === 'damaged') return backupDamaged(id, [content.problem]);
  if (content.kind === 'sealed') return backupSealed(where, 'read');
  if (content.kind === 'unsigned' || content.kind === 'other-key')
    return backupUnsigned(id, content);
  return new GeckoError('BACKUP_NEWER', `The backup ${id} cannot be read: ${content.problem}`, {
    exitCode: exitCodes.conflict,
    hint: 'Use that gecko, or a newer one. Nothing was changed.',
    details: { id },
  });
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
