import { createHash, randomBytes } from 'node:crypto';
import {
  identify,
  type ProcessIdentity,
  type ProcessTable,
  systemProcesses,
} from '../../state/process-identity.ts';

const unfinished = '.partial';

/** Not every system tells at once who a process is. */
let own: string | null = null;

/** Where a file is written until it is whole; the name tells by whom. */
export function draftOf(path: string, processes?: ProcessTable): string {
  if (!processes) own ??= tagOf(identify(process.pid));
  const tag = processes ? tagOf(identify(process.pid, processes)) : own;
  return `${path}.${tag}-${randomBytes(4).toString('hex')}${unfinished}`;
}

export function isDraft(name: string): boolean {
  return name.endsWith(unfinished);
}

/** Whether the process of this machine that wrote it has ended; false where nobody here can tell. */
export function isDraftOfDead(name: string, processes: ProcessTable = systemProcesses): boolean {
  const [, pid, host, life] =
    /\.(\d+)-([0-9a-f]{8})-([0-9a-f]{8})-[0-9a-f]{8}\.partial$/.exec(name) ?? [];
  if (pid === undefined || host !== sumOf(processes.host)) return false;
  // Where the system tells nothing about a process, this is the same for any.
  return life !== sumOf(lifeOf(identify(Number(pid), processes)));
}

function tagOf(writer: ProcessIdentity): string {
  return [writer.pid, sumOf(writer.host), sumOf(lifeOf(writer))].join('-');
}

function lifeOf({ startTime, bootId }: ProcessIdentity): string {
  return JSON.stringify([startTime, bootId]);
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
