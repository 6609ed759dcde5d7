import { randomUUID } from 'node:crypto';
import { createExclusive, writeAtomic } from './atomic-file.ts';
import { readStoredJson, unreadableState } from './stored-json.ts';

const schemaVersion = 1;

/** What is recorded of a project on this machine. */
export interface ProjectState {
  schemaVersion: 1;
  /** gecko that wrote it. */
  version: string;
  /** Random; on everything that belongs to the project. */
  projectId: string;
  /** Where the project was started first; null before. */
  runtime: 'embedded' | 'docker' | null;
  /** ISO 8601, UTC. */
  createdAt: string;
}

/**
 * The project's recorded state; null where it was never used.
 * @throws GeckoError STATE_UNREADABLE, STATE_NEWER
 */
export function readProjectState(path: string): ProjectState | null {
  const stored = readStoredJson(path, schemaVersion);
  if (stored === null) return null;
  const { version, projectId, runtime, createdAt } = stored;
  if (typeof projectId !== 'string' || projectId === '')
    throw unreadableState(path, 'it has no projectId');
  if (runtime !== null && runtime !== 'embedded' && runtime !== 'docker')
    throw unreadableState(path, `${JSON.stringify(runtime)} is no runtime`);
  return {
    schemaVersion,
    version: typeof version === 'string' ? version : '',
    projectId,
    runtime,
    createdAt: typeof createdAt === 'string' ? createdAt : '',
  };
}

/**
 * The project's state, made now where there is none; of two that make it at once, both get the same.
 * @param now milliseconds since the epoch
 * @throws GeckoError STATE_UNREADABLE, STATE_NEWER, HOME_UNWRITABLE
 */
export function ensureProjectState(path: string, version: string, now: number): ProjectState {
  const found = readProjectState(path);
  if (found) return found;
  const fresh: ProjectState = {
    schemaVersion,
    version,
    projectId: randomUUID(),
    runtime: null,
    createdAt: new Date(now).toISOString(),
  };
  if (createExclusive(path, format(fresh))) return fresh;
  return readProjectState(path) ?? fresh;
}

/** Takes over a project that another machine, or a lost folder, has made: it runs in containers. */
export function adoptProjectState(
  path: string,
  projectId: string,
  version: string,
  now: number,
): void {
  const createdAt = new Date(now).toISOString();
  createExclusive(
    path,
    format({ schemaVersion, version, projectId, runtime: 'docker', createdAt }),
  );
}

/** Records where the project runs. */
export async function recordRuntime(
  path: string,
  state: ProjectState,
  runtime: 'embedded' | 'docker',
): Promise<ProjectState> {
  if (state.runtime === runtime) return state;
  const changed = { ...state, runtime };
  await writeAtomic(path, format(changed));
  return changed;
}

function format(state: ProjectState): string {
  return `${JSON.stringify(state, null, 2)}\n`;
}
