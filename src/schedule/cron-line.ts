import { cronTimes } from './cron-times.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduledCall } from './scheduled-call.ts';
import { shellWord } from './shell-word.ts';

/** cron gives next to none. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The line of a crontab that makes a call by a schedule. What it needs is in the line itself: an assignment
 * above it would hold for the lines of others.
 */
export function cronLine(
  schedule: Schedule,
  { command, folder, environment }: ScheduledCall,
): string {
  const variables = Object.entries({ PATH, ...environment }).map(
    ([variable, value]) => `${variable}=${shellWord(value)}`,
  );
  const shell = [`cd ${shellWord(folder)} &&`, ...variables, ...command.map(shellWord)].join(' ');
  // What it reports would come as a mail each time; what it complains of still does.
  // An unescaped % ends the command: crontab(5).
  return `${cronTimes(schedule)} ${shell.replaceAll('%', '\\%')} >/dev/null`;
}
