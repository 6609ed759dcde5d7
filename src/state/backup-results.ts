import * as z from 'zod/mini';
import { writeAtomic } from './atomic-file.ts';
import { readStoredJson, unreadableState } from './stored-json.ts';

const SCHEMA = 1;

const BackupResult = z.object({
  /** ISO 8601, UTC: when it began. */
  time: z.string(),
  /** What was backed up: `qdrant`, `all`. */
  what: z.string(),
  by: z.enum(['schedule', 'hand']),
  /** Milliseconds. */
  took: z.number(),
  /** For people; null: it was not known yet. */
  repository: z.nullable(z.string()),
  /** Null where it failed. */
  backup: z.nullable(
    z.object({
      id: z.string(),
      /** Bytes of all files, and of those that the repository did not have. */
      size: z.number(),
      written: z.number(),
    }),
  ),
  /** Null where it succeeded. */
  failure: z.nullable(z.object({ code: z.string(), message: z.string() })),
});

/** What came of a backup. */
export type BackupResult = z.output<typeof BackupResult>;

const Results = z.object({
  last: z.nullable(BackupResult),
  /** The last one that succeeded. */
  lastGood: z.nullable(BackupResult),
  /** The last one that was made by a schedule. */
  lastScheduled: z.nullable(BackupResult),
});

export type BackupResults = z.output<typeof Results>;

const none: BackupResults = { last: null, lastGood: null, lastScheduled: null };

/**
 * What came of the last backups of a project.
 * @throws GeckoError STATE_UNREADABLE (exit 25), STATE_NEWER (22)
 */
export function readBackupResults(path: string): BackupResults {
  const stored = readStoredJson(path, SCHEMA);
  if (stored === null) return none;
  const parsed = Results.safeParse(stored, { jitless: true });
  if (!parsed.success) throw unreadableState(path, 'it does not say what came of backups');
  return parsed.data;
}

/** @throws GeckoError HOME_UNWRITABLE, and as `readBackupResults` */
export async function addBackupResult(path: string, result: BackupResult): Promise<void> {
  const before = readBackupResults(path);
  const results: BackupResults = {
    last: result,
    lastGood: result.failure === null ? result : before.lastGood,
    lastScheduled: result.by === 'schedule' ? result : before.lastScheduled,
  };
  await writeAtomic(path, JSON.stringify({ schemaVersion: SCHEMA, ...results }));
}
