import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createExclusive } from './atomic-file.ts';
import {
  identify,
  livenessOf,
  type ProcessIdentity,
  type ProcessTable,
  parseIdentity,
  systemProcesses,
} from './process-identity.ts';
import { readIfThere } from './read-if-there.ts';

/**
 * Says that this process ingests, so that nobody starts the services anew meanwhile. Several may at
 * once; what one that died left counts no more.
 *
 * @param folder of the project's running ingests
 * @returns ends it
 */
export function announceIngest(
  folder: string,
  processes: ProcessTable = systemProcesses,
): () => void {
  const path = join(folder, `${process.pid}-${randomUUID()}.json`);
  createExclusive(path, JSON.stringify(identify(process.pid, processes)));
  return () => rmSync(path, { force: true });
}

/** Processes that ingest now; files of dead ones are removed. */
export function runningIngests(
  folder: string,
  processes: ProcessTable = systemProcesses,
): ProcessIdentity[] {
  return names(folder).flatMap((name) => {
    const path = join(folder, name);
    // One that was cut by a crash, or is gone since, is of no process at work.
    const identity = parseIdentity(readIfThere(path));
    const liveness = identity ? livenessOf(identity, processes, 'local') : 'dead';
    // Of another machine nobody here can tell.
    if (liveness === 'dead') rmSync(path, { force: true });
    return identity && liveness === 'alive' ? [identity] : [];
  });
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    // Nobody has ingested yet.
    return [];
  }
}
