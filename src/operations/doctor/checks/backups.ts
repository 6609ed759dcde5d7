import { backupState } from '../../../state/backup-state.ts';
import type { Check } from '../check.ts';
import { judgeBackups } from '../judge/judge-backups.ts';

/** Whether there is a backup, and a new one when it is due; from what gecko has kept of the last ones. */
export const backups: Check = {
  id: 'backups',
  title: 'age of the last backup',
  runtimes: ['docker', 'embedded'],
  deadline: 5_000,
  async run({ runtime }) {
    return { findings: judgeBackups(backupState(runtime), runtime.clock.now()) };
  },
};
