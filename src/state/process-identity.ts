import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from '../error-code.ts';

/** Names one process for ever: a process id alone is used again, after a restart of the machine too. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks since boot (Linux) or what `ps` says in UTC (macOS); empty where the system does not tell. */
  startTime: string;
  /** Changes with every start of the machine; empty where the system does not tell. */
  bootId: string;
  host: string;
}

/** `unknown`: on another machine, or the system does not tell. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/** Facts about the processes of this machine. */
export interface ProcessTable {
  host: string;
  bootId(): string;
  /** Empty where the system does not tell; null where there is no such process. */
  startTime(pid: number): string | null;
}

export function identify(pid: number, table: ProcessTable = systemProcesses): ProcessIdentity {
  return {
    pid,
    startTime: table.startTime(pid) ?? '',
    bootId: table.bootId(),
    host: table.host,
  };
}

/** Whether that very process still runs. */
export function livenessOf(
  identity: ProcessIdentity,
  table: ProcessTable = systemProcesses,
): Liveness {
  if (identity.host !== table.host) return 'unknown';
  const bootId = table.bootId();
  if (identity.bootId !== '' && bootId !== '' && identity.bootId !== bootId) return 'dead';
  const startTime = table.startTime(identity.pid);
  if (startTime === null) return 'dead';
  if (startTime === '' || identity.startTime === '') return 'unknown';
  return startTime === identity.startTime ? 'alive' : 'dead';
}

/** The processes of this machine, as it tells them. */
export const systemProcesses: ProcessTable = {
  host: hostname(),
  bootId() {
    if (process.platform === 'linux') return readText('/proc/sys/kernel/random/boot_id');
    return process.platform === 'darwin' ? output('sysctl', ['-n', 'kern.bootsessionuuid']) : '';
  },
  startTime(pid) {
    if (!exists(pid)) return null;
    if (process.platform === 'linux') return linuxStartTime(readText(`/proc/${pid}/stat`));
    return process.platform === 'darwin' ? output('ps', ['-o', 'lstart=', '-p', String(pid)]) : '';
  },
};

/**
 * Field 22 of /proc/PID/stat (proc(5)); null for a zombie, which has ended. The second field is the
 * program's name in brackets and may hold blanks and brackets itself.
 */
export function linuxStartTime(stat: string): string | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  return fields[19] ?? '';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, but there.
    return errorCode(error) === 'EPERM';
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    // A /proc that is hidden or not there: the system does not tell.
    return '';
  }
}

/** Where there is no /proc. Loaded when needed: Linux never pays for it. */
function output(file: string, args: readonly string[]): string {
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  // `ps` tells times in the zone and language of whoever asks.
  const env = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', TZ: 'UTC', LC_ALL: 'C' };
  const { status, stdout } = spawnSync(file, args, { encoding: 'utf8', timeout: 2_000, env });
  return status === 0 ? stdout.trim() : '';
}
