import { labelNames } from '../../stack/labels.ts';
import {
  identify,
  livenessOf,
  type ProcessIdentity,
  type ProcessTable,
  systemProcesses,
} from '../../state/process-identity.ts';

type Labels = Readonly<Record<string, string>>;

/** On what this process makes for a moment. It is no part of the project: no other command touches it. */
export function scratchLabels(
  project: string,
  processes: ProcessTable = systemProcesses,
): Record<string, string> {
  return {
    [labelNames.scratchOf]: project,
    [labelNames.scratchHolder]: JSON.stringify(identify(process.pid, processes)),
  };
}

/** Whether it was made by a process of that project that is dead, and so could not remove it. */
export function isLeft(
  labels: Labels,
  project: string,
  processes: ProcessTable = systemProcesses,
): boolean {
  if (labels[labelNames.scratchOf] !== project) return false;
  const holder = parse(labels[labelNames.scratchHolder]);
  // Of another machine nobody here can tell.
  return holder !== null && livenessOf(holder, processes) === 'dead';
}

function parse(text: string | undefined): ProcessIdentity | null {
  try {
    const { pid, startTime, bootId, host } = JSON.parse(text ?? '') as Partial<ProcessIdentity>;
    return Number.isInteger(pid) && startTime !== undefined && bootId !== undefined && host
      ? { pid: Number(pid), startTime, bootId, host }
      : null;
  } catch {
    return null;
  }
}
