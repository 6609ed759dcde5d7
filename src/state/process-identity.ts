import { readFileSync, readlinkSync } from 'node:fs';
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
  /** Names the machine, the same after a restart; empty where the system has no such name, absent in old records. */
  machine?: string | undefined;
  /** By which numbering `pid` counts: containers of one machine have each their own. As `machine`. */
  pidSpace?: string | undefined;
}

/** `unknown`: on another machine or in another container, or the system does not tell. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/**
 * Where an identity is written: `local` in a file of this machine, `shared` where others write, too, who may have
 * the same host name.
 */
export type RecordPlace = 'local' | 'shared';

/** Facts about the processes of this machine. */
export interface ProcessTable {
  host: string;
  bootId(): string;
  machine(): string;
  pidSpace(): string;
  /** Empty where the system does not tell; null where there is no such process. */
  startTime(pid: number): string | null;
}

export function identify(pid: number, table: ProcessTable = systemProcesses): ProcessIdentity {
  return {
    pid,
    startTime: table.startTime(pid) ?? '',
    bootId: table.bootId(),
    host: table.host,
    machine: table.machine(),
    pidSpace: table.pidSpace(),
  };
}

/** The same of a text; null also where there is none, or it was cut off. */
export function parseIdentity(text: string | null | undefined): ProcessIdentity | null {
  try {
    return asIdentity(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}

/** An identity as it was written; null where it is none. */
export function asIdentity(value: unknown): ProcessIdentity | null {
  const fields = value as Partial<Record<keyof ProcessIdentity, unknown>> | null;
  if (typeof fields !== 'object' || fields === null) return null;
  const { pid, startTime, bootId, host, machine, pidSpace } = fields;
  const isOne =
    Number.isInteger(pid) &&
    [startTime, bootId, host].every((field) => typeof field === 'string') &&
    [machine, pidSpace].every((field) => field === undefined || typeof field === 'string');
  return isOne ? (value as ProcessIdentity) : null;
}

/** Whether that very process still runs. */
export function livenessOf(
  identity: ProcessIdentity,
  table: ProcessTable = systemProcesses,
  place: RecordPlace = 'shared',
): Liveness {
  const bootId = table.bootId();
  if (identity.bootId === '' || bootId === '') {
    if (!mayBeHere(identity, table)) return 'unknown';
  } else if (identity.bootId === bootId) {
    if (!countsAlike(identity, table)) return 'unknown';
  } else return wasHere(identity, table, place) ? 'dead' : 'unknown';
  const startTime = table.startTime(identity.pid);
  if (startTime === null) return 'dead';
  if (startTime === '' || identity.startTime === '') return 'unknown';
  return startTime === identity.startTime ? 'alive' : 'dead';
}

function mayBeHere(identity: ProcessIdentity, table: ProcessTable): boolean {
  if (identity.host !== table.host || hasItsName(identity, table) === false) return false;
  return countsAlike(identity, table);
}

/**
 * On one machine, whatever it is called by now. A container that is started anew has its old host name and a
 * new numbering, and usually names no machine. Where one is named, both may run beside each other under one
 * host name: a container in the network of the host, a sandbox.
 */
function countsAlike(identity: ProcessIdentity, table: ProcessTable): boolean {
  const here = table.pidSpace();
  const isKnown = Boolean(identity.pidSpace) && here !== '';
  if (isKnown && identity.pidSpace === here) return true;
  if (identity.host !== table.host) return false;
  return !isKnown || !(identity.machine || table.machine());
}

/** Cloned machines may share one of both names: where others write, too, only both prove it. */
function wasHere(identity: ProcessIdentity, table: ProcessTable, place: RecordPlace): boolean {
  const isCalledSo = identity.host === table.host;
  const hasName = hasItsName(identity, table);
  return place === 'shared' ? isCalledSo && hasName === true : (hasName ?? isCalledSo);
}

/** Null where one of both has no name of its machine. */
function hasItsName({ machine }: ProcessIdentity, table: ProcessTable): boolean | null {
  const here = table.machine();
  return machine && here ? machine === here : null;
}

/** The processes of this machine, as it tells them. */
export const systemProcesses: ProcessTable = {
  host: hostname(),
  bootId() {
    if (process.platform === 'linux') return readText('/proc/sys/kernel/random/boot_id');
    return process.platform === 'darwin' ? output('sysctl', ['-n', 'kern.bootsessionuuid']) : '';
  },
  machine() {
    const id = machineId();
    return id === '' ? '' : machineName(id);
  },
  pidSpace() {
    if (process.platform !== 'linux') return process.platform;
    try {
      return readlinkSync('/proc/self/ns/pid');
    } catch {
      // A /proc that is hidden: nobody can tell.
      return '';
    }
  },
  startTime(pid) {
    if (!exists(pid)) return null;
    if (process.platform === 'linux') return linuxStartTime(readText(`/proc/${pid}/stat`));
    return process.platform === 'darwin' ? output('ps', ['-o', 'lstart=', '-p', String(pid)]) : '';
  },
};

/** Of the id of a machine, which is a secret of that machine (machine-id(5)). */
export function machineName(id: string): string {
  const { createHmac } = process.getBuiltinModule('node:crypto');
  return createHmac('sha256', id).update('gecko').digest('hex').slice(0, 32);
}

/** Empty where there is none, as in most containers. */
function machineId(): string {
  if (process.platform === 'linux') {
    const ids = ['/etc/machine-id', '/var/lib/dbus/machine-id'].map(readText);
    return ids.find((id) => /^[0-9a-f]{32}$/.test(id)) ?? '';
  }
  if (process.platform !== 'darwin') return '';
  const said = output('ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice']);
  return /"IOPlatformUUID" = "([0-9A-F-]{36})"/.exec(said)?.[1] ?? '';
}

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
