import { amount } from '../../amount.ts';
import type { PruneRule } from '../../archive/repository/choose-pruned.ts';
import type { Entry, RepositoryPlace } from '../../archive/repository/place.ts';
import { parseSize } from '../../config/measures.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report, Style } from '../../ui/ui.ts';
import { counted } from '../counted.ts';
import { backupFacts } from './backup-facts.ts';
import { openRepository } from './open-repository.ts';
import { neededNow, type PrunePlan, prunePlan } from './prune-plan.ts';
import type { RepositoryAccess } from './repository-access.ts';
import { withRepositoryLock } from './with-repository-lock.ts';

export interface PruneOptions extends RepositoryAccess {
  to?: string | undefined;
  keepLast?: number | undefined;
  keepDays?: number | undefined;
  /** As it is written: `20GiB`. */
  maxSize?: string | undefined;
  allProjects: boolean;
  /** Without it nothing is removed. */
  apply: boolean;
}

/**
 * Removes old backups, and the blobs that no backup needs any more; never the newest whole one of a
 * project. Killed at any step it leaves backups that are whole, and blobs that the next one removes.
 * @throws GeckoError USAGE (exit 2), LOCKED and LOCK_LOST (11), and what openRepository throws
 */
export async function backupPrune(options: PruneOptions, runtime: Runtime): Promise<Report> {
  const rule = ruleOf(options);
  const { config, clock, signal } = runtime;
  const place = await openRepository(options.to, runtime, options);
  const project = options.allProjects ? null : config.project;
  const planAt = (placeNow: number) =>
    prunePlan(place, { rule, project, now: clock.now(), placeNow });
  if (!options.apply) return reportOf(place, await planAt(clock.now()), false);
  const how = { mode: 'alone', command: 'gecko backup prune' } as const;
  return withRepositoryLock(place, how, runtime, async (held) => {
    await place.clean(held.now);
    const plan = await planAt(held.now);
    const remove = async (kind: 'manifests' | 'blobs', name: string) => {
      signal.throwIfAborted();
      await held.check();
      await place.remove(kind, name);
    };
    // While a blob is there, so is nothing that needs it: manifests first.
    for (const { name } of plan.removed) await remove('manifests', name);
    // A gecko that knows no locks may have made a backup meanwhile.
    const { needed, unusable } = await neededNow(place);
    const blobs = unusable.length > 0 ? [] : plan.blobs.filter(({ name }) => !needed.has(name));
    for (const { name } of blobs) await remove('blobs', name);
    const spared = sizeOf(plan.blobs) - sizeOf(blobs);
    return reportOf(place, { ...plan, blobs, size: plan.size + spared, unusable }, true);
  });
}

function ruleOf({ keepLast, keepDays, maxSize }: PruneOptions): PruneRule {
  if (keepLast === undefined && keepDays === undefined && maxSize === undefined)
    throw usage(
      'Nothing says which backups stay',
      'Give --keep-last N, --keep-days D or --max-size S.',
    );
  for (const [flag, value] of Object.entries({ '--keep-last': keepLast, '--keep-days': keepDays }))
    if (value !== undefined && value < 1)
      throw usage(`${flag} must be 1 or more`, `Give ${flag} N.`);
  const size = maxSize === undefined ? undefined : parseSize(maxSize);
  if (size === null) throw usage(`${maxSize} is no size`, 'Write it as 500MiB or 20GiB.');
  return { keepLast, keepDays, maxSize: size };
}

function sizeOf(blobs: readonly Entry[]): number {
  return blobs.reduce((sum, { size }) => sum + size, 0);
}

function usage(message: string, hint: string): GeckoError {
  return new GeckoError('USAGE', message, { exitCode: exitCodes.usage, hint });
}

function reportOf(place: RepositoryPlace, plan: PrunePlan, applied: boolean): Report {
  const bytes = sizeOf(plan.blobs);
  const removed = plan.removed.map(({ manifest }) => backupFacts(manifest));
  return {
    json: {
      repository: place.name,
      applied,
      removed,
      kept: plan.kept.map(backupFacts),
      blobs: plan.blobs.length,
      bytes,
      left: plan.size,
      unusable: plan.unusable,
    },
    text: (style) => textOf(plan, { applied, bytes, style }),
  };
}

function textOf(
  { removed, kept, blobs, unusable }: PrunePlan,
  { applied, bytes, style }: { applied: boolean; bytes: number; style: Style },
): string {
  const verb = applied ? 'Removed' : 'Would remove';
  const gone = removed.map(
    ({ manifest: { id, createdAt, project } }) =>
      `  ${id}  ${createdAt.replace('T', ' ').slice(0, 19)}  ${project}`,
  );
  return [
    `${verb} ${counted(removed.length, 'backup')} and ${counted(blobs.length, 'blob')} (${amount(bytes)}); ${counted(kept.length, 'backup')} ${kept.length === 1 ? 'stays' : 'stay'}.`,
    ...gone,
    ...unusable.map(({ id, name, problem }) =>
      style.yellow(
        `${id} cannot be used (${problem}): what it needs is not known, so no blob is removed. Where it is lost, remove manifests/${name}.`,
      ),
    ),
    ...(applied ? [] : ['Nothing was removed: --apply does it.']),
  ].join('\n');
}
