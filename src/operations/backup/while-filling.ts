import type { SavedStore } from '../../archive/repository/manifest.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import type { QdrantSnapshots } from '../../clients/qdrant-snapshots.ts';
import type { RestoreInput } from '../../embedded/services.ts';
import type { Runtime } from '../../runtime.ts';
import { fillFrom } from './fill-from.ts';
import { progressOf } from './progress-of.ts';

export type SavedQdrant = Extract<SavedStore, { kind: 'qdrant' }>;

export interface FillingOptions {
  text: string;
  server: QdrantSnapshots;
  returning?: readonly string[];
}

/** Qdrant makes the collection from it. @param name of one of another program */
type FillForeign = (name: string) => Promise<void>;

/**
 * Works with what fills collections of a Qdrant from the snapshots of a backup, and shows how far it is.
 * @param text of the progress
 * @param returning names of collections of other programs that are restored, too
 * @throws GeckoError what the work throws, BACKUP_DAMAGED (exit 25), and the server's
 */
export async function whileFilling<T>(
  source: BackupSource,
  { collections, foreign }: SavedQdrant,
  { text, server, returning = [] }: FillingOptions,
  runtime: Runtime,
  work: (filling: Pick<RestoreInput, 'wanted' | 'fill'>, others: FillForeign) => Promise<T>,
): Promise<T> {
  const paths = new Map(collections.map((one) => [one.collection, one.files]));
  const others = new Map(foreign.map(({ name, file }) => [name, file]));
  const all = new Set([
    ...collections.flatMap(({ files }) => Object.values(files)),
    ...returning.map((name) => others.get(name)),
  ]);
  const total = source.manifest.files
    .filter(({ path }) => all.has(path))
    .reduce((sum, { size }) => sum + size, 0);
  const progress = progressOf(text, total, runtime);
  const to = { server, onSent: progress.add, signal: runtime.signal };
  try {
    return await work(
      {
        wanted: collections,
        fill: (collection, part, physical) =>
          fillFrom(source, { path: paths.get(collection)?.[part] ?? '', collection: physical }, to),
      },
      (name) => fillFrom(source, { path: others.get(name) ?? '', collection: name }, to),
    );
  } finally {
    progress.end();
  }
}
