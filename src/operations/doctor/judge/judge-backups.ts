import { amount } from '../../../amount.ts';
import type { BackupState } from '../../../state/backup-state.ts';
import { ageText } from '../../backup/age-text.ts';
import { oneLine } from '../../one-line.ts';
import type { Finding } from '../check.ts';

type Judged = Pick<
  BackupState,
  'schedule' | 'overdueSince' | 'last' | 'lastGood' | 'lastScheduled'
>;

const again = { what: 'make one now, which says what is wrong', command: 'gecko backup qdrant' };
const timer = {
  what: 'look whether the timer or the line of cron is in place; this prints it again',
  command: 'gecko backup schedule --print systemd',
};

/** Whether backups happen, by what came of the last ones. @param now milliseconds since the epoch */
export function judgeBackups(state: Judged, now: number): Finding[] {
  const { last, lastGood, lastScheduled } = state;
  const ago = (time: string) => `${ageText(now - new Date(time).getTime())} ago`;
  const bad = lastScheduled?.failure ? lastScheduled : last?.failure ? last : null;
  const failed = bad?.failure
    ? [
        {
          code: 'BACKUP_FAILED',
          severity: bad.by === 'schedule' ? ('problem' as const) : ('warning' as const),
          text: `The last backup${bad.by === 'schedule' ? ' by the schedule' : ''} failed ${ago(bad.time)}: ${oneLine(bad.failure.message)}`,
          consequence:
            lastGood === null
              ? 'There is no good one'
              : `The last good one was made ${ago(lastGood.time)}`,
          evidence: [`${bad.time} ${bad.failure.code}`],
          fix: again,
        },
      ]
    : [];
  const age = ageFinding(state, ago);
  return failed.length > 0 && lastGood === null ? failed : [...failed, age];
}

function ageFinding(
  { schedule, overdueSince, lastGood }: Judged,
  ago: (time: string) => string,
): Finding {
  if (lastGood === null)
    return {
      code: 'BACKUP_NONE',
      severity: schedule === null ? 'note' : 'warning',
      text:
        schedule === null
          ? 'No backup was made yet, and no schedule is set'
          : `No backup was made yet, though they are due ${schedule}`,
      consequence: 'What is lost with this disk would have to be taken in again',
      fix: schedule === null ? { ...again, what: 'make one' } : timer,
    };
  const text = `The last good backup was made ${ago(lastGood.time)}`;
  const evidence = [
    `${lastGood.time} ${lastGood.backup?.id ?? ''} in ${lastGood.repository ?? '?'}, ${amount(lastGood.backup?.size ?? 0)}, by ${lastGood.by}`,
  ];
  if (overdueSince !== null)
    return {
      code: 'BACKUP_OVERDUE',
      severity: 'problem',
      text: `${text}; the one of ${overdueSince.slice(0, 16)}Z is missing (${schedule})`,
      consequence: 'Backups do not happen by themselves',
      evidence,
      fix: timer,
    };
  return { code: 'BACKUPS', severity: 'ok', text, evidence };
}
