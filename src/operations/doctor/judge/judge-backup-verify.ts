import { errorCodes } from '../../../error-codes.ts';
import { exitCodes } from '../../../errors.ts';
import type { BackupState } from '../../../state/backup-state.ts';
import { ageText } from '../../backup/age-text.ts';
import { oneLine } from '../../one-line.ts';
import type { Finding } from '../check.ts';

/** Milliseconds after which disks may have failed unnoticed. */
const OLD = 30 * 86_400_000;

const fix = {
  what: 'verify the newest one and try a restore',
  command: 'gecko backup verify --restore-test latest',
};

/**
 * Whether a backup was found whole lately; null where there is none to look at.
 * @param now milliseconds since the epoch
 */
export function judgeBackupVerify(
  {
    lastGood,
    lastVerified,
    lastVerifiedGood,
  }: Pick<BackupState, 'lastGood' | 'lastVerified' | 'lastVerifiedGood'>,
  now: number,
): Finding | null {
  const ago = (time: string) => `${ageText(now - new Date(time).getTime())} ago`;
  if (lastVerified?.failure) {
    const { time, id, place, failure } = lastVerified;
    const isDamage = errorCodes[failure.code]?.exitCode === exitCodes.integrity;
    return {
      code: 'BACKUP_VERIFY_FAILED',
      severity: isDamage ? 'problem' : 'warning',
      text: `The last look at a backup (${id ?? place}) failed ${ago(time)}: ${oneLine(failure.message)}`,
      consequence: isDamage ? 'It cannot be relied on' : 'Whether it can be restored is not known',
      evidence: [`${time} ${failure.code} ${place}`],
      fix: isDamage
        ? {
            what: 'make another one and test that',
            command: 'gecko backup qdrant && gecko backup verify --restore-test latest',
          }
        : fix,
    };
  }
  if (lastVerifiedGood === null)
    return lastGood === null
      ? null
      : {
          code: 'BACKUP_UNVERIFIED',
          severity: 'note',
          text: 'No backup was ever verified',
          consequence: 'Whether one can be restored is not known',
          fix,
        };
  const { time, id, place, restored } = lastVerifiedGood;
  const text = `A backup was last found whole ${ago(time)}${restored ? ', by a restore to a scratch place' : ''}`;
  const evidence = [`${time} ${id ?? ''} in ${place}`];
  if (now - new Date(time).getTime() > OLD)
    return {
      code: 'BACKUP_UNVERIFIED',
      severity: 'warning',
      text,
      consequence: 'Disks fail unnoticed',
      evidence,
      fix,
    };
  return { code: 'BACKUP_VERIFIED', severity: 'ok', text, evidence };
}
