import type { Runtime } from '../../runtime.ts';
import { parseSchedule } from '../../schedule/parse-schedule.ts';
import type { Schedule } from '../../schedule/schedule.ts';

/** When backups are to happen by themselves; null: it is not configured. */
export function scheduleOf({ backup }: Pick<Runtime['config'], 'backup'>): Schedule | null {
  return backup.schedule === undefined ? null : parseSchedule(backup.schedule);
}
