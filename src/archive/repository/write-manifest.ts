import { randomBytes } from 'node:crypto';
import { exitCodes, GeckoError } from '../../errors.ts';
import { blobsOf } from './blobs-of.ts';
import type { ListedBackup } from './list-backups.ts';
import { BACKUP_SCHEMA, type Manifest } from './manifest.ts';
import { manifestText } from './manifest-text.ts';
import type { RepositoryPlace } from './place.ts';

export type ManifestContent = Omit<
  Manifest,
  'schemaVersion' | 'kind' | 'id' | 'counter' | 'createdAt' | 'signatures'
>;

/**
 * Writes the manifest of what has been stored: with it, and not before, the backup exists.
 * @param before what the repository had
 * @param now milliseconds since the epoch
 * @param check called once all blobs are seen there: what it throws keeps the backup from existing
 * @throws GeckoError NO_SPACE (exit 24); BACKUP_BUSY (22) where blobs of it are gone again
 */
export async function writeManifest(
  place: RepositoryPlace,
  content: ManifestContent,
  {
    before,
    now,
    check = async () => {},
  }: { before: readonly ListedBackup[]; now: number; check?: () => Promise<void> },
): Promise<Manifest> {
  await checkBlobs(place, content);
  await check();
  const counters = before.map((one) => one.content.counter ?? 0);
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
  const signatures = place.signers.map((signer) => signer.sign(manifest));
  const signed = signatures.length === 0 ? manifest : { ...manifest, signatures };
  const time = createdAt.replace(/\.\d+/, '').replace(/[-:]/g, '');
  // Whoever can only write here counts by the names.
  const count = place.isSealed ? `-${manifest.counter}` : '';
  const name = `${time}-${id}${count}.json`;
  await place.write('manifests', name, Buffer.from(manifestText(signed)));
  return signed;
}

/** Somebody may remove what nothing has needed so far, in spite of the lock: by hand. */
async function checkBlobs(
  place: RepositoryPlace,
  content: Pick<ManifestContent, 'files'>,
): Promise<void> {
  const there = new Set(await place.names('blobs'));
  const gone = [...blobsOf(place, content)].filter((name) => !there.has(name));
  if (gone.length === 0) return;
  throw new GeckoError(
    'BACKUP_BUSY',
    `Blobs of the backup were removed from ${place.name} while it was made: ${gone.length}`,
    {
      exitCode: exitCodes.conflict,
      hint: 'Nothing was kept of it. Run the backup again.',
      details: { blobs: gone },
    },
  );
}

function newId(taken: ReadonlySet<string>): string {
  for (;;) {
    const id = randomBytes(4).toString('hex');
    if (!taken.has(id)) return id;
  }
}
