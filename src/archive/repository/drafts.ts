import { createHash, randomBytes } from 'node:crypto';
import {
  identify,
  livenessOf,
  type ProcessTable,
  systemProcesses,
} from '../../state/process-identity.ts';

const unfinished = '.partial';

/** Not every system tells at once who a process is. */
let own: string | null = null;

/** Where a file is written until it is whole; the name tells by whom. */
export function draftOf(path: string, processes?: ProcessTable): string {
  if (!processes) own ??= tagOf(systemProcesses);
  const tag = processes ? tagOf(processes) : own;
  return `${path}.${tag}-${randomBytes(4).toString('hex')}${unfinished}`;
}

export function isDraft(name: string): boolean {
  return name.endsWith(unfinished);
}

/** Whether the process that wrote it has ended; false where nobody here can tell. */
export function isDraftOfDead(name: string, processes: ProcessTable = systemProcesses): boolean {
  const [, pid, sums = ''] = /\.(\d+)-([0-9a-f-]*)-[0-9a-f]{8}\.partial$/.exec(name) ?? [];
  const [host, bootId, machine, pidSpace, startTime] = sums.split('-');
  if (host === undefined || bootId === undefined || startTime === undefined) return false;
  const writer = { pid: Number(pid), host, bootId, machine, pidSpace, startTime };
  return livenessOf(writer, inSums(processes), 'shared') === 'dead';
}

function tagOf(processes: ProcessTable): string {
  const writer = identify(process.pid, inSums(processes));
  const { pid, host, bootId, machine, pidSpace, startTime } = writer;
  return [pid, host, bootId, machine, pidSpace, startTime].join('-');
}

/** The same facts, short enough for a name; what the system does not tell stays empty. */
function inSums({ host, bootId, machine, pidSpace, startTime }: ProcessTable): ProcessTable {
  return {
    host: sumOf(host),
    bootId: () => sumOf(bootId()),
    machine: () => sumOf(machine()),
    pidSpace: () => sumOf(pidSpace()),
    startTime(pid) {
      const time = startTime(pid);
      return time === null ? null : sumOf(time);
    },
  };
}

function sumOf(text: string): string {
  return text === '' ? '' : createHash('sha256').update(text).digest('hex').slice(0, 8);
}
