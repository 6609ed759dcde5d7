/** A point as it is read. */
export interface OldPoint {
  id: string | number;
  payload: Readonly<Record<string, unknown>>;
}

/**
 * A Qdrant of any version, of which collections are read.
 *
 * Every method throws GeckoError BACKEND_UNREACHABLE (exit 20) where nothing answers or the answer is none
 * of Qdrant's, UNAUTHORIZED (12) where it wants another key.
 */
export interface OldQdrant {
  collections(signal: AbortSignal): Promise<readonly string[]>;
  count(collection: string, signal: AbortSignal): Promise<number>;
  /** All points with their payload, in the order of their ids. */
  points(collection: string, signal: AbortSignal): AsyncGenerator<OldPoint>;
}
