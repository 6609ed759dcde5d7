import { rmSync } from 'node:fs';
import * as z from 'zod/mini';
import { writeAtomic } from './atomic-file.ts';
import { readStoredJson, unreadableState } from './stored-json.ts';

const SCHEMA = 1;

const Left = z.object({
  snapshots: z.array(z.object({ collection: z.string(), name: z.string() })),
});

/** A snapshot on the stack's Qdrant. */
export interface LeftSnapshot {
  collection: string;
  name: string;
}

/**
 * The snapshots that backups have made and that are still there: after a kill, the next one removes them.
 * @throws GeckoError STATE_UNREADABLE (exit 25), STATE_NEWER (22)
 */
export function readLeftSnapshots(path: string): readonly LeftSnapshot[] {
  const stored = readStoredJson(path, SCHEMA);
  if (stored === null) return [];
  const parsed = Left.safeParse(stored, { jitless: true });
  if (!parsed.success) throw unreadableState(path, 'it is no list of snapshots');
  return parsed.data.snapshots;
}

/** @throws GeckoError HOME_UNWRITABLE */
export async function writeLeftSnapshots(
  path: string,
  snapshots: readonly LeftSnapshot[],
): Promise<void> {
  if (snapshots.length === 0) rmSync(path, { force: true });
  else await writeAtomic(path, JSON.stringify({ schemaVersion: SCHEMA, snapshots }));
}
