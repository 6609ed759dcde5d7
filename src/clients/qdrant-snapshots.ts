/** A collection as a backup sees it. */
export interface SurveyedCollection {
  name: string;
  /** What gecko keeps with a generation of its own; null: another program made it, or documents lie in it. */
  generation: {
    collection: string;
    generation: number;
    fingerprint: Readonly<Record<string, unknown>>;
  } | null;
}

export interface Survey {
  /** `1.18.3` */
  version: string;
  collections: readonly SurveyedCollection[];
  aliases: readonly { alias: string; collection: string }[];
}

export interface Snapshot {
  name: string;
  /** Bytes. */
  size: number;
  /** Sha256; null: this Qdrant tells none. */
  checksum: string | null;
}

/**
 * The stack's Qdrant as far as backups need it.
 *
 * Every method throws GeckoError BACKEND_UNREACHABLE (exit 20) where nothing answers or the answer breaks
 * off, DEADLINE (23) where it is silent, UNAUTHORIZED (12), NO_SPACE (24) where its disk is full, and
 * SNAPSHOT_FAILED (1) with its own words for what else it refuses.
 */
export interface QdrantSnapshots {
  survey(signal: AbortSignal): Promise<Survey>;
  /** Points, exactly. */
  count(collection: string, signal: AbortSignal): Promise<number>;
  /**
   * Number of the records in a collection of documents, and a sum that is the same for the same ones.
   */
  records(documents: string, signal: AbortSignal): Promise<{ sum: string; count: number }>;
  /** Of the snapshots that a collection has; none where it is gone. */
  names(collection: string): Promise<string[]>;
  /** Not left half-way: whoever is interrupted has to know its name to remove it. */
  create(collection: string): Promise<Snapshot>;
  read(collection: string, snapshot: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** One that is gone already is no error. */
  remove(collection: string, snapshot: string): Promise<void>;
  /**
   * Puts the points of a snapshot in the place of those that the collection has; its metadata stays. One that is
   * not there is made as it was.
   */
  upload(
    collection: string,
    snapshot: { size: number; content: AsyncIterable<Uint8Array> },
    signal: AbortSignal,
  ): Promise<void>;
  /** With all its points. One that is not there is no error. */
  drop(collection: string): Promise<void>;
  /** Gives a collection a further name. */
  addAlias(alias: string, collection: string): Promise<void>;
}
