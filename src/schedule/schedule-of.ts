import { parseSchedule } from './parse-schedule.ts';
import type { Schedule } from './schedule.ts';

/** When backups are to happen by themselves; null: it is not configured. */
export function scheduleOf({
  backup,
}: {
  backup: { schedule?: string | undefined };
}): Schedule | null {
  return backup.schedule === undefined ? null : parseSchedule(backup.schedule);
}
