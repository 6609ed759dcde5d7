import type { Manifest } from '../../archive/repository/manifest.ts';

/** What scripts are told of a backup. */
export interface BackupFacts {
  id: string;
  createdAt: string;
  label: string | null;
  project: string;
  /** Of the gecko that made it. */
  version: string;
  store: string;
  collections: { collection: string; documents: number; chunks: number }[];
  /** Collections of other programs. */
  foreign: string[];
  /** Bytes of all files, before compression. */
  size: number;
}

export function backupFacts(manifest: Manifest): BackupFacts {
  const { id, createdAt, label, project, version, store, files } = manifest;
  return {
    id,
    createdAt,
    label,
    project,
    version,
    store: store.kind,
    collections:
      store.kind === 'qdrant'
        ? store.collections.map(({ collection, documents, points }) => ({
            collection,
            documents,
            chunks: points.chunks,
          }))
        : store.collections.map(({ collection, documents, chunks }) => ({
            collection,
            documents,
            chunks,
          })),
    foreign: store.kind === 'qdrant' ? store.foreign.map(({ name }) => name) : [],
    size: files.reduce((sum, file) => sum + file.size, 0),
  };
}
