import type { Manifest } from '../../archive/repository/manifest.ts';

/** What scripts are told of a backup. */
export interface BackupFacts {
  id: string;
  createdAt: string;
  label: string | null;
  project: string;
  /** Of the gecko that made it. */
  version: string;
  /** What keeps the corpus: `qdrant`, `lancedb`; null: the backup is without it. */
  store: string | null;
  /** Names of language models. */
  models: string[];
  /** Names of volumes that are in it as a whole. */
  volumes: string[];
  /** Whether the project's own files are in it. */
  configuration: boolean;
  collections: { collection: string; documents: number; chunks: number }[];
  /** Collections of other programs. */
  foreign: string[];
  /** Bytes of all files, before compression. */
  size: number;
}

export function backupFacts(manifest: Manifest): BackupFacts {
  const { id, createdAt, label, project, version, store, models, volumes, configuration, files } =
    manifest;
  return {
    id,
    createdAt,
    label,
    project,
    version,
    store: store?.kind ?? null,
    models: models?.models.map(({ name }) => name) ?? [],
    volumes: volumes.map(({ name }) => name),
    configuration,
    collections:
      store?.kind === 'qdrant'
        ? store.collections.map(({ collection, documents, points }) => ({
            collection,
            documents,
            chunks: points.chunks,
          }))
        : (store?.collections ?? []).map(({ collection, documents, chunks }) => ({
            collection,
            documents,
            chunks,
          })),
    foreign: store?.kind === 'qdrant' ? store.foreign.map(({ name }) => name) : [],
    size: files.reduce((sum, file) => sum + file.size, 0),
  };
}
