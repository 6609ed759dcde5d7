import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { cronLine } from '../../schedule/cron-line.ts';
import { nextRun } from '../../schedule/next-run.ts';
import { parseSchedule } from '../../schedule/parse-schedule.ts';
import type { Schedule } from '../../schedule/schedule.ts';
import { scheduleOf } from '../../schedule/schedule-of.ts';
import { scheduleText } from '../../schedule/schedule-text.ts';
import { shellWord } from '../../schedule/shell-word.ts';
import { systemdUnits } from '../../schedule/systemd-units.ts';
import type { Report } from '../../ui/ui.ts';
import { lostVariables, scheduledCall } from './scheduled-call.ts';

export interface ScheduleInput {
  /** What is backed up. */
  what: string;
  to?: string | undefined;
  /** What carries it out; null: nothing is printed but when it is. */
  print: 'systemd' | 'cron' | null;
  /** systemd's manager; null: the machine's for root, else the user's own. */
  manager: 'user' | 'system' | null;
}

/** Where none is configured. */
const usual = 'daily';

/**
 * When backups happen by themselves, and what carries that out: units of systemd, as a script that puts them
 * in place, or a line for cron.
 * @throws GeckoError USAGE (exit 2) where the program's place has what no unit can name
 */
export async function backupSchedule(input: ScheduleInput, runtime: Runtime): Promise<Report> {
  const { config, clock, ui } = runtime;
  const configured = scheduleOf(config);
  const schedule = configured ?? (parseSchedule(usual) as Schedule);
  const next = new Date(nextRun(schedule, clock.now())).toISOString();
  const facts = { schedule: scheduleText(schedule), configured: configured !== null, next };
  if (input.print === null)
    return {
      json: { ...facts },
      text: () =>
        configured === null
          ? `No schedule is set. In gecko.yaml:\n  backup: { schedule: ${facts.schedule} }\nThen: gecko backup schedule --print systemd (or cron)`
          : `Backups are due ${facts.schedule}, next at ${next} (UTC).\n\`gecko backup schedule --print systemd\` (or cron) prints what carries it out.`,
    };
  if (configured === null)
    ui.event({
      type: 'note',
      text: `backup.schedule is not set: ${facts.schedule} is taken. Set it in gecko.yaml, so that status and doctor say where a backup is missing.`,
    });
  const program = programOf();
  const user = userInfo();
  const home = homedir();
  const call = await scheduledCall({ ...input, program, cwd: process.cwd(), home }, runtime);
  checkWords([...call.command, call.folder, ...Object.values(call.environment)]);
  noteTraps(program[1], runtime);
  if (input.print === 'cron') {
    const line = cronLine(schedule, call);
    return { json: { ...facts, line }, text: () => line };
  }
  const isUser = (input.manager ?? (user.uid === 0 ? 'system' : 'user')) === 'user';
  const { service, timer } = systemdUnits(schedule, call, { isUser, user: user.username });
  const folder = isUser ? join(home, '.config', 'systemd', 'user') : '/etc/systemd/system';
  const files = [service, timer].map(({ name, text }) => ({ path: join(folder, name), text }));
  const commands = [
    `systemctl ${isUser ? '--user ' : ''}daemon-reload`,
    `systemctl ${isUser ? '--user ' : ''}enable --now ${timer.name}`,
  ];
  return {
    json: { ...facts, manager: isUser ? 'user' : 'system', files, commands },
    text: () => scriptOf({ ...facts, folder, files, commands, isUser, user: user.username }),
  };
}

interface Script {
  schedule: string;
  folder: string;
  files: readonly { path: string; text: string }[];
  commands: readonly string[];
  isUser: boolean;
  user: string;
}

/** For sh, and to be read before. */
function scriptOf({ schedule, folder, files, commands, isUser, user }: Script): string {
  const end = 'END_OF_UNIT';
  return [
    `# Backups ${schedule}, by systemd. This is a script: look at it, then give it to ${isUser ? 'sh' : 'sh as root'}.`,
    'set -e',
    `mkdir -p ${shellWord(folder)}`,
    ...files.flatMap(({ path, text }) => [
      `cat > ${shellWord(path)} <<'${end}'`,
      `${text.trimEnd()}`,
      end,
    ]),
    ...commands,
    ...(isUser
      ? [
          '# It also has to run while you are not logged in.',
          // Without a name it asks for a session, which neither su nor sudo opens.
          `loginctl enable-linger ${shellWord(user)} || echo ${shellWord(`An administrator has to do this: loginctl enable-linger ${user}`)} >&2`,
        ]
      : []),
  ].join('\n');
}

function programOf(): [string, string] {
  return [process.execPath, process.argv[1] ?? ''];
}

/** Neither a unit nor a crontab can have more than one line for them. */
function checkWords(words: readonly string[]): void {
  const bad = words.find((word) => /[\u0000-\u001f\u007f]/.test(word));
  if (bad === undefined) return;
  throw new GeckoError('USAGE', `A path has a control character in it: ${JSON.stringify(bad)}`, {
    exitCode: exitCodes.usage,
    hint: 'Neither systemd nor cron can name it. Move what lies there.',
  });
}

function noteTraps(program: string, runtime: Runtime): void {
  const { ui } = runtime;
  if (/[\\/]_npx[\\/]/.test(program))
    ui.event({
      type: 'warning',
      text: `This gecko lies in a cache of npx (${program}), which may be emptied. Install it first, and print this again.`,
    });
  const lost = lostVariables(runtime);
  if (lost.length > 0)
    ui.event({
      type: 'warning',
      text: `Secrets that are set in this shell alone, and not where the schedule runs: ${lost.join(', ')}. Put them into the .env beside gecko.yaml, readable by you alone.`,
    });
}
