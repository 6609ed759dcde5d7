import { labelNames } from '../../stack/labels.ts';
import {
  identify,
  type Liveness,
  livenessOf,
  type ProcessTable,
  parseIdentity,
  systemProcesses,
} from '../../state/process-identity.ts';

type Labels = Readonly<Record<string, string>>;

/** On what this process makes for a moment. It is no part of the project: no other command touches it. */
export function scratchLabels(
  project: string,
  processes: ProcessTable = systemProcesses,
): Record<string, string> {
  return { [labelNames.scratchOf]: project, ...holderLabel(processes) };
}

/** On a container of the project that only this process needs. */
export function holderLabel(processes: ProcessTable = systemProcesses): Record<string, string> {
  return { [labelNames.scratchHolder]: JSON.stringify(identify(process.pid, processes)) };
}

/** Whether the process that needs it runs; null: it belongs to no process. Of another machine nobody here can tell. */
export function holderOf(
  labels: Labels,
  processes: ProcessTable = systemProcesses,
): Liveness | null {
  const text = labels[labelNames.scratchHolder];
  if (text === undefined) return null;
  const holder = parseIdentity(text);
  return holder === null ? 'unknown' : livenessOf(holder, processes);
}

/** Whether it was made by a process of that project that is dead, and so could not remove it. */
export function isLeft(
  labels: Labels,
  project: string,
  processes: ProcessTable = systemProcesses,
): boolean {
  return labels[labelNames.scratchOf] === project && holderOf(labels, processes) === 'dead';
}
