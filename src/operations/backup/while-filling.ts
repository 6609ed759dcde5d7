import type { SavedStore } from '../../archive/repository/manifest.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import type { QdrantSnapshots } from '../../clients/qdrant-snapshots.ts';
import type { RestoreInput } from '../../embedded/services.ts';
import type { Runtime } from '../../runtime.ts';
import { fillFrom } from './fill-from.ts';
import { progressOf } from './progress-of.ts';

export type SavedQdrant = Extract<SavedStore, { kind: 'qdrant' }>;

/**
 * Works with what fills collections of a Qdrant from the snapshots of a backup, and shows how far it is.
 * @param text of the progress
 * @throws GeckoError what the work throws, BACKUP_DAMAGED (exit 25), and the server's
 */
export async function whileFilling<T>(
  source: BackupSource,
  { collections }: SavedQdrant,
  { text, server }: { text: string; server: QdrantSnapshots },
  runtime: Runtime,
  work: (filling: Pick<RestoreInput, 'wanted' | 'fill'>) => Promise<T>,
): Promise<T> {
  const paths = new Map(collections.map((one) => [one.collection, one.files]));
  const all = new Set(collections.flatMap(({ files }) => Object.values(files)));
  const total = source.manifest.files
    .filter(({ path }) => all.has(path))
    .reduce((sum, { size }) => sum + size, 0);
  const progress = progressOf(text, total, runtime);
  const to = { server, onSent: progress.add, signal: runtime.signal };
  try {
    return await work({
      wanted: collections,
      fill: (collection, part, physical) =>
        fillFrom(source, { path: paths.get(collection)?.[part] ?? '', collection: physical }, to),
    });
  } finally {
    progress.end();
  }
}
