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
  /** Of other programs, in the backup; they are not restored. */
  foreign: string[];
}

export function restoreChanges(store: SavedStore, { collections }: CorpusNow): RestoreChanges {
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
    foreign: store.kind === 'qdrant' ? store.foreign.map(({ name }) => name) : [],
  };
}
