import * as z from 'zod/mini';
import { writeAtomic } from './atomic-file.ts';
import { readStoredJson, unreadableState } from './stored-json.ts';

const SCHEMA = 1;

const VerifyResult = z.object({
  /** ISO 8601, UTC: when it ended. */
  time: z.string(),
  /** Of the backup; null: it was not found out. */
  id: z.nullable(z.string()),
  /** For people: the repository, or the file. */
  place: z.string(),
  /** Whether it was restored to a scratch place, too, and asked. */
  restored: z.boolean(),
  /** Null where it is as it should be. */
  failure: z.nullable(z.object({ code: z.string(), message: z.string() })),
});

/** What came of looking at a backup. */
export type VerifyResult = z.output<typeof VerifyResult>;

const Results = z.object({
  last: z.nullable(VerifyResult),
  /** The last one that found a backup whole. */
  lastGood: z.nullable(VerifyResult),
});

export type VerifyResults = z.output<typeof Results>;

/**
 * What came of the last looks at backups of a project.
 * @throws GeckoError STATE_UNREADABLE (exit 25), STATE_NEWER (22)
 */
export function readVerifyResults(path: string): VerifyResults {
  const stored = readStoredJson(path, SCHEMA);
  if (stored === null) return { last: null, lastGood: null };
  const parsed = Results.safeParse(stored, { jitless: true });
  if (!parsed.success) throw unreadableState(path, 'it does not say what came of verifying');
  return parsed.data;
}

/** @throws GeckoError HOME_UNWRITABLE, and as `readVerifyResults` */
export async function addVerifyResult(path: string, result: VerifyResult): Promise<void> {
  const { lastGood } = readVerifyResults(path);
  const results: VerifyResults = {
    last: result,
    lastGood: result.failure === null ? result : lastGood,
  };
  await writeAtomic(path, JSON.stringify({ schemaVersion: SCHEMA, ...results }));
}
