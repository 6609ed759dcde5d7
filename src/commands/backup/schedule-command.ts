import { textOf } from '../option-values.ts';
import { repositoryOption } from '../repository-option.ts';
import type { CommandSpec } from '../spec.ts';

/** `gecko backup schedule` */
export const scheduleCommand: CommandSpec = {
  name: 'schedule',
  summary: 'Show when backups happen by themselves, and print what carries it out',
  description:
    'The key backup.schedule says when: daily at 03:00, weekly on sunday at 03:00, every 6 hours, hourly. gecko itself does not run all the time: a timer of systemd or a line of cron calls it. For systemd a script is printed that puts two units in place; it runs without anybody logged in, and makes up for a run that was missed while the machine was off.',
  options: [
    {
      flags: '--print <program>',
      summary: 'what carries it out: a script with units of systemd, or a line for crontab -e',
      choices: ['systemd', 'cron'],
    },
    { flags: '--user', summary: 'units of your own; the default unless you are root' },
    { flags: '--system', summary: 'units of the machine, to be put in place by root' },
    repositoryOption,
  ],
  examples: [
    { command: 'gecko backup schedule', summary: 'when the next one is due' },
    { command: 'gecko backup schedule --print systemd', summary: 'look at it first' },
    { command: 'gecko backup schedule --print systemd | sh', summary: 'puts it in place' },
    { command: 'gecko backup schedule --print cron', summary: 'a line for crontab -e' },
  ],
  async run({ options }, runtime) {
    const { backupSchedule } = await import('../../operations/backup/backup-schedule.ts');
    const { print, user, system } = options;
    const input = {
      what: 'all',
      to: textOf(options.to),
      print: print === 'systemd' || print === 'cron' ? print : null,
      manager: system === true ? 'system' : user === true ? 'user' : null,
    } as const;
    runtime.ui.report(await backupSchedule(input, runtime));
    return 0;
  },
};
