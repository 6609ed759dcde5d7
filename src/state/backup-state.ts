import { GeckoError } from '../errors.ts';
import type { Clock } from '../runtime.ts';
import { nextRun } from '../schedule/next-run.ts';
import { overdueSince } from '../schedule/overdue-since.ts';
import { scheduleOf } from '../schedule/schedule-of.ts';
import { scheduleText } from '../schedule/schedule-text.ts';
import { type BackupResult, readBackupResults } from './backup-results.ts';
import { readVerifyResults, type VerifyResult } from './verify-results.ts';

/** What is needed of a Runtime. */
export interface BackupStateInput {
  config: { backup: { schedule?: string | undefined } };
  paths: { project: { backupResults: string; verifyResults: string } };
  clock: Pick<Clock, 'now'>;
}

/** How a project stands with its backups; `backups` of `status --json`. Times are ISO 8601, UTC. */
export interface BackupState {
  /** Null: none is set. */
  schedule: string | null;
  next: string | null;
  /** When the newest backup was due that is not there; null: none is missing, or there is no schedule. */
  overdueSince: string | null;
  last: BackupResult | null;
  lastGood: BackupResult | null;
  lastScheduled: BackupResult | null;
  lastVerified: VerifyResult | null;
  /** The last look that found a backup whole. */
  lastVerifiedGood: VerifyResult | null;
}

/**
 * From what earlier calls of gecko have kept; no repository is read.
 * @throws GeckoError STATE_UNREADABLE (exit 25), STATE_NEWER (22)
 */
export function backupState({ config, paths, clock }: BackupStateInput): BackupState {
  const { last, lastGood, lastScheduled } = readBackupResults(paths.project.backupResults);
  const verified = readVerifyResults(paths.project.verifyResults);
  const schedule = scheduleOf(config);
  const now = clock.now();
  const good = lastGood === null ? null : new Date(lastGood.time).getTime();
  const missing = schedule && overdueSince(schedule, good, now);
  return {
    schedule: schedule && scheduleText(schedule),
    next: schedule && new Date(nextRun(schedule, now)).toISOString(),
    overdueSince: missing === null ? null : new Date(missing).toISOString(),
    last,
    lastGood,
    lastScheduled,
    lastVerified: verified.last,
    lastVerifiedGood: verified.lastGood,
  };
}

/** The same for who can do without; null where it cannot be read, which doctor tells. */
export function backupStateIfThere(runtime: BackupStateInput): BackupState | null {
  try {
    return backupState(runtime);
  } catch (error) {
    if (error instanceof GeckoError) return null;
    throw error;
  }
}
