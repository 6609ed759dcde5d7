import type { ReportValues } from '@gecko/core/contract/system-report';
import type { BackupResult } from '../state/backup-results.ts';
import type { BackupState } from '../state/backup-state.ts';
import type { VerifyResult } from '../state/verify-results.ts';
import { clipped } from './clipped.ts';

type Backups = ReportValues['backups'];
type Problem = NonNullable<Backups['backups'][number]['problem']>;

/** How a project stands with its backups, for the page. */
export function backupsPart(state: BackupState): Backups {
  const { last, lastGood, lastScheduled, lastVerified, lastVerifiedGood } = state;
  const byTime = new Map(
    [last, lastGood, lastScheduled].flatMap((one) => (one ? [[one.time, one]] : [])),
  );
  const looks = [lastVerified, lastVerifiedGood].filter((look) => look !== null);
  return {
    backups: [...byTime.values()]
      .toSorted((a, b) => (a.time < b.time ? 1 : -1))
      .map((result) => backupOf(result, looks)),
    schedule:
      state.schedule === null
        ? null
        : {
            text: clipped(state.schedule, 300),
            next: state.next,
            overdueSince: state.overdueSince,
            last: lastScheduled && {
              at: lastScheduled.time,
              problem: problemOf(lastScheduled.failure),
            },
          },
  };
}

/** @param looks the newest first */
function backupOf(
  { time, what, by, repository, backup, failure }: BackupResult,
  looks: readonly VerifyResult[],
): Backups['backups'][number] {
  const look = backup && looks.find(({ id }) => id === backup.id);
  return {
    id: backup?.id ?? null,
    at: time,
    what: clipped(what, 300),
    by,
    size: backup?.size ?? null,
    written: backup?.written ?? null,
    place: repository === null ? null : clipped(repository, 2_000),
    verified: look
      ? { at: look.time, restored: look.restored, problem: problemOf(look.failure) }
      : null,
    problem: problemOf(failure),
  };
}

function problemOf(failure: BackupResult['failure']): Problem | null {
  return failure && { code: failure.code, message: clipped(failure.message, 2_000) };
}
