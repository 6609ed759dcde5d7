import { backupState } from '../../../state/backup-state.ts';
import type { Check } from '../check.ts';
import { judgeBackupVerify } from '../judge/judge-backup-verify.ts';

/** Whether a backup was looked at, and when; from what gecko has kept of it. */
export const backupVerify: Check = {
  id: 'backup-verify',
  title: 'verification of backups',
  runtimes: ['docker', 'embedded'],
  deadline: 5_000,
  async run({ runtime }) {
    const finding = judgeBackupVerify(backupState(runtime), runtime.clock.now());
    return finding === null ? { skipped: 'No backup was made yet' } : { findings: [finding] };
  },
};
