import type { SavedStore } from '../../archive/repository/manifest.ts';
import type { CorpusNow } from './corpus-now.ts';

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
  /** Of other programs, in the backup and not there now: they come back. */
  returning: string[];
  /** Of other programs, in the backup and there now: they stay as they are. */
  foreign: string[];
}

export function restoreChanges(
  store: SavedStore,
  { collections, taken }: CorpusNow,
): RestoreChanges {
  const foreign = store.kind === 'qdrant' ? store.foreign.map(({ name }) => name) : [];
  const now = new Map(collections.map((one) => [one.collection, one.documents]));
  const saved = store.collections.map(({ collection, documents }) => ({ collection, documents }));
  const wanted = new Set(saved.map(({ collection }) => collection));
  return {
    changes: saved.map(({ collection, documents }) => ({
      collection,
      now: now.get(collection) ?? null,
      saved: documents,
    })),
    staying: [...now.keys()].filter((name) => !wanted.has(name)),
    returning: foreign.filter((name) => !taken.includes(name)),
    foreign: foreign.filter((name) => taken.includes(name)),
  };
}
