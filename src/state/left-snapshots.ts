import { rmSync } from 'node:fs';
import * as z from 'zod/mini';
import { writeAtomic } from './atomic-file.ts';
import { readStoredJson, unreadableState } from './stored-json.ts';

const SCHEMA = 1;

const Left = z.object({
  snapshots: z.array(z.object({ collection: z.string(), name: z.string() })),
  making: z._default(
    z.nullable(
      z.object({
        collection: z.string(),
        before: z.array(z.string()),
        at: z._default(z.number(), 0),
      }),
    ),
    null,
  ),
});

/** What backups have made on the stack's Qdrant. */
export interface LeftSnapshots {
  snapshots: readonly { collection: string; name: string }[];
  /**
   * One that is being made, whose name only Qdrant knows so far: none of those that there were.
   * `at`: milliseconds since the epoch, before Qdrant was asked.
   */
  making: { collection: string; before: readonly string[]; at: number } | null;
}

/**
 * The snapshots that backups have made and that are still there: after a kill, the next one removes them.
 * @throws GeckoError STATE_UNREADABLE (exit 25), STATE_NEWER (22)
 */
export function readLeftSnapshots(path: string): LeftSnapshots {
  const stored = readStoredJson(path, SCHEMA);
  if (stored === null) return { snapshots: [], making: null };
  const parsed = Left.safeParse(stored, { jitless: true });
  if (!parsed.success) throw unreadableState(path, 'it is no list of snapshots');
  return parsed.data;
}

/** @throws GeckoError HOME_UNWRITABLE */
export async function writeLeftSnapshots(path: string, left: LeftSnapshots): Promise<void> {
  if (left.snapshots.length === 0 && left.making === null) rmSync(path, { force: true });
  else await writeAtomic(path, JSON.stringify({ schemaVersion: SCHEMA, ...left }));
}
