import type { Manifest } from './manifest.ts';

/** What stays of the backups of each project; each rule that is given keeps what it keeps. */
export interface PruneRule {
  /** The newest so many of each thing that backups hold. */
  keepLast?: number | undefined;
  /** Those of so many days. */
  keepDays?: number | undefined;
  /** Bytes that the repository may have; the oldest go first. */
  maxSize?: number | undefined;
}

export interface PruneInput {
  /** Of all projects whose backups may go, the oldest first by their counters. */
  backups: readonly Manifest[];
  rule: PruneRule;
  /** Milliseconds since the epoch. */
  now: number;
  /** Whether all its blobs are there. */
  isWhole(backup: Manifest): boolean;
  /** Bytes that the repository would have without these; asked with ever more, all of which go. */
  sizeWithout(removed: ReadonlySet<string>): number;
}

const DAY = 24 * 60 * 60_000;

/**
 * Ids of the backups that may go, the oldest first; never the newest of a project that is whole, of each thing
 * that backups hold: a backup of a volume stands for none of the corpus. Where a clock was wrong, once or now,
 * more stays.
 */
export function choosePruned(input: PruneInput): string[] {
  const { backups, rule } = input;
  const projects = [...new Set(backups.map(({ project }) => project))].map((one) => ({
    ...input,
    backups: backups.filter(({ project }) => project === one),
  }));
  const staying = new Set(projects.flatMap(newestWhole));
  const removed = new Set(projects.flatMap(byAge).filter((id) => !staying.has(id)));
  if (rule.maxSize !== undefined)
    for (const { id } of backups) {
      if (input.sizeWithout(removed) <= rule.maxSize) break;
      if (!staying.has(id)) removed.add(id);
    }
  return backups.map(({ id }) => id).filter((id) => removed.has(id));
}

/** Ids, of one project. Without a whole one, all: what is there may be all that can be saved. */
function newestWhole({ backups, isWhole }: PruneInput): string[] {
  const whole = backups.filter(isWhole);
  if (whole.length === 0) return backups.map(({ id }) => id);
  const newest = new Map(whole.flatMap((one) => heldBy(one).map((thing) => [thing, one.id])));
  return [...newest.values()];
}

/** What can be restored from a backup, each by a name; one of which this gecko knows nothing holds files. */
function heldBy({ store, models, volumes, configuration }: Manifest): string[] {
  const known = [
    ...(store === null ? [] : ['corpus']),
    ...(models === null ? [] : ['models']),
    ...(configuration ? ['configuration'] : []),
    ...volumes.map(({ name }) => `volume ${name}`),
  ];
  return known.length === 0 ? ['files'] : known;
}

/** Ids, of one project. */
function byAge({ backups, rule: { keepLast, keepDays }, now, isWhole }: PruneInput): string[] {
  if (keepLast === undefined && keepDays === undefined) return [];
  const times = timesOf(backups, now);
  const reference = Math.min(now, times.at(-1) ?? now);
  const newer = new Map<string, number>();
  const kept = new Set<string>();
  for (const [index, backup] of [...backups.entries()].reverse()) {
    const age = reference - (times[index] ?? reference);
    const things = heldBy(backup);
    const isLast =
      keepLast !== undefined && things.some((thing) => (newer.get(thing) ?? 0) < keepLast);
    const isYoung = keepDays !== undefined && age < keepDays * DAY;
    if (isLast || isYoung) kept.add(backup.id);
    // One that cannot be restored stands for none that can.
    if (!isWhole(backup)) continue;
    for (const thing of things) newer.set(thing, (newer.get(thing) ?? 0) + 1);
  }
  return backups.map(({ id }) => id).filter((id) => !kept.has(id));
}

/**
 * When each was made, as far as it can be believed: none before one that has a lower counter, and where a
 * clock was ahead of now, as late as the next one.
 */
function timesOf(backups: readonly Manifest[], now: number): number[] {
  let latest = Number.NEGATIVE_INFINITY;
  const times = backups.map(({ createdAt }) => {
    const time = Date.parse(createdAt);
    if (!(time <= now)) return null;
    latest = Math.max(latest, time);
    return latest;
  });
  let next = now;
  for (const [index, time] of [...times.entries()].reverse()) {
    next = time ?? next;
    times[index] = next;
  }
  return times.map((time) => time ?? now);
}
