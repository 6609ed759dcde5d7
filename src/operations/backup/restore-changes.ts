import type { Manifest } from '../../archive/repository/manifest.ts';
import type { QdrantSnapshots, Survey } from '../../clients/qdrant-snapshots.ts';
import { liveGenerations } from './live-generations.ts';

/** What a restore would do to one collection. */
export interface RestoreChange {
  collection: string;
  /** Documents now; null: there is no such collection. */
  now: number | null;
  /** Documents in the backup. */
  saved: number;
}

export interface RestoreChanges {
  changes: RestoreChange[];
  /** Collections that the backup does not have, and that stay. */
  staying: string[];
  /** Of other programs, in the backup; they are not restored. */
  foreign: string[];
}

export async function restoreChanges(
  { store }: Pick<Manifest, 'store'>,
  { survey, server }: { survey: Survey; server: QdrantSnapshots },
  signal: AbortSignal,
): Promise<RestoreChanges> {
  const live = liveGenerations(survey);
  const changes: RestoreChange[] = [];
  for (const { collection, documents } of store.collections) {
    const found = live.find((one) => one.collection === collection);
    const now = found ? (await server.records(found.documents, signal)).count : null;
    changes.push({ collection, now, saved: documents });
  }
  const wanted = new Set(store.collections.map(({ collection }) => collection));
  return {
    changes,
    staying: live.map(({ collection }) => collection).filter((name) => !wanted.has(name)),
    foreign: store.foreign.map(({ name }) => name),
  };
}
