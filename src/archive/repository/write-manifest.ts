import { randomBytes } from 'node:crypto';
import type { ListedBackup } from './list-backups.ts';
import { BACKUP_SCHEMA, type Manifest } from './manifest.ts';
import { manifestText } from './manifest-text.ts';
import type { RepositoryPlace } from './place.ts';

export type ManifestContent = Omit<
  Manifest,
  'schemaVersion' | 'kind' | 'id' | 'counter' | 'createdAt'
>;

/**
 * Writes the manifest of what has been stored: with it, and not before, the backup exists.
 * @param before what the repository had
 * @param now milliseconds since the epoch
 * @throws GeckoError NO_SPACE (exit 24)
 */
export async function writeManifest(
  place: RepositoryPlace,
  content: ManifestContent,
  { before, now }: { before: readonly ListedBackup[]; now: number },
): Promise<Manifest> {
  const counters = before.map((one) => ('counter' in one.content ? one.content.counter : 0));
  const createdAt = new Date(now).toISOString();
  const id = newId(new Set(before.map((one) => one.id)));
  const manifest: Manifest = {
    schemaVersion: BACKUP_SCHEMA,
    kind: 'gecko-backup',
    id,
    counter: Math.max(0, ...counters) + 1,
    createdAt,
    ...content,
  };
  const time = createdAt.replace(/\.\d+/, '').replace(/[-:]/g, '');
  await place.write('manifests', `${time}-${id}.json`, Buffer.from(manifestText(manifest)));
  return manifest;
}

function newId(taken: ReadonlySet<string>): string {
  for (;;) {
    const id = randomBytes(4).toString('hex');
    if (!taken.has(id)) return id;
  }
}
