import { calendarLine } from './calendar-line.ts';
import { leeway } from './leeway.ts';
import type { Schedule } from './schedule.ts';
import { scheduleText } from './schedule-text.ts';
import type { ScheduledCall } from './scheduled-call.ts';

export interface UnitOptions {
  /** Of the manager of one user, instead of the machine's. */
  isUser: boolean;
  /** Whom it runs as, where it is the machine's. */
  user: string;
}

/** A file that systemd reads. */
export interface Unit {
  /** `gecko-backup-gecko.timer` */
  name: string;
  text: string;
}

/** Safe for every call, under the manager of a user too. */
const guards = ['NoNewPrivileges=yes', 'UMask=0077'];
/** A call that leaves no programs works as if alone; those would go on with the same bounds. */
const politeness = ['Nice=10', 'IOSchedulingClass=idle'];
/** They need the machine's manager. What reads and writes stays: folders, sockets, networks. */
const walls = [
  'ProtectSystem=full',
  'ProtectKernelTunables=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelLogs=yes',
  'ProtectControlGroups=yes',
  'ProtectClock=yes',
  'ProtectHostname=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'LockPersonality=yes',
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
  'SystemCallArchitectures=native',
];

/**
 * The service and the timer that make a call by a schedule, as systemd.service(5) and systemd.timer(5) have
 * them. A run that was missed while the machine was off is made up for.
 */
export function systemdUnits(
  schedule: Schedule,
  call: ScheduledCall,
  { isUser, user }: UnitOptions,
): { service: Unit; timer: Unit } {
  const name = `gecko-backup-${call.project}`;
  const { command, folder, environment, leavesPrograms, project } = call;
  const service = [
    '[Unit]',
    `Description=Backup of the gecko project ${project}`,
    ...(isUser
      ? []
      : ['Wants=network-online.target', 'After=network-online.target docker.service']),
    '',
    '[Service]',
    'Type=oneshot',
    ...(isUser ? [] : [`User=${user}`]),
    `WorkingDirectory=${doubled(folder)}`,
    ...Object.entries(environment).map(
      ([variable, value]) => `Environment=${quoted(doubled(`${variable}=${value}`))}`,
    ),
    `ExecStart=${command.map(commandWord).join(' ')}`,
    // Whoever is asked to end puts back first what was stopped for the backup.
    'TimeoutStopSec=5min',
    // Services that begin anew for the backup are started by it, and stay.
    ...(leavesPrograms ? ['KillMode=process'] : politeness),
    ...guards,
    ...(isUser || leavesPrograms ? [] : walls),
    '',
  ];
  const timer = [
    '[Unit]',
    `Description=Backup of the gecko project ${project}, ${scheduleText(schedule)}`,
    '',
    '[Timer]',
    `OnCalendar=${calendarLine(schedule)}`,
    `RandomizedDelaySec=${leeway(schedule).spread}`,
    'Persistent=true',
    '',
    '[Install]',
    'WantedBy=timers.target',
    '',
  ];
  return {
    service: { name: `${name}.service`, text: service.join('\n') },
    timer: { name: `${name}.timer`, text: timer.join('\n') },
  };
}

/** systemd replaces specifiers: `%h` is a home folder. */
function doubled(text: string): string {
  return text.replaceAll('%', '%%');
}

/** In a command line `$` begins a variable, too. */
function commandWord(word: string): string {
  const safe = doubled(word).replaceAll('$', '$$$$');
  return /^[\w@%+=:,./-]+$/.test(safe) ? safe : quoted(safe);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
