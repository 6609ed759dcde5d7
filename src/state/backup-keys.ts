import * as z from 'zod/mini';
import { writeAtomic } from './atomic-file.ts';
import { readStoredJson, unreadableState } from './stored-json.ts';

const schemaVersion = 1;

/** What suffices to write into an encrypted repository; nothing there can be read with it. */
const WriterKey = z.object({ recipient: z.string(), secret: z.string() });
export type WriterKey = z.output<typeof WriterKey>;

const Stored = z.record(z.string(), WriterKey);

/**
 * The keys for writing that were noted, by repository.
 * @throws GeckoError STATE_UNREADABLE (exit 25), STATE_NEWER (22)
 */
export function readBackupKeys(path: string): Readonly<Record<string, WriterKey>> {
  const stored = readStoredJson(path, schemaVersion);
  if (stored === null) return {};
  const parsed = Stored.safeParse(stored.repositories, { jitless: true });
  if (!parsed.success) throw unreadableState(path, 'it has no keys of repositories');
  return parsed.data;
}

/** Notes one more. @param repository names it */
export async function noteBackupKey(
  path: string,
  repository: string,
  { recipient, secret }: WriterKey,
): Promise<void> {
  const repositories = { ...readBackupKeys(path), [repository]: { recipient, secret } };
  await writeAtomic(path, `${JSON.stringify({ schemaVersion, repositories }, null, 2)}\n`);
}
