/** The corpus as it is, to be compared with a backup. */
export interface CorpusNow {
  kind: 'qdrant' | 'lancedb';
  /** Of Qdrant: `1.18.3`; null: there is none, or it does not start. */
  version: string | null;
  /** Names that other collections and aliases of Qdrant have, too. */
  taken: readonly string[];
  collections: readonly {
    collection: string;
    documents: number;
    fingerprint: Readonly<Record<string, unknown>>;
  }[];
}
