/** What a Qdrant tells of one of its collections. */
export interface QdrantCollection {
  /** `green`; `yellow` while it optimises, `grey` where that waits, `red` where it failed. */
  status: string;
  /** Why its optimiser failed; null: it did not. */
  failure: string | null;
  points: number;
  indexed: number;
  /** Size of each dense vector by its name; the empty name is the unnamed one. */
  dimensions: Readonly<Record<string, number>>;
  /** Of the fingerprint that gecko keeps with its own; null: it is not gecko's, or has no vectors. */
  made: { model: string | null; dimension: number } | null;
}

/**
 * The stack's Qdrant, through its door.
 *
 * Every method throws GeckoError BACKEND_UNREACHABLE (exit 20) where nothing answers, DEADLINE (23) where
 * it is silent, UNAUTHORIZED (12) where the door or Qdrant wants another key, STORE_UNSUPPORTED (21) where
 * the answer is none of Qdrant's.
 */
export interface QdrantServer {
  /** `1.18.3` */
  version(signal: AbortSignal): Promise<string>;
  collections(signal: AbortSignal): Promise<readonly string[]>;
  /** Null where there is none. @param name or an alias of it */
  collection(name: string, signal: AbortSignal): Promise<QdrantCollection | null>;
}
