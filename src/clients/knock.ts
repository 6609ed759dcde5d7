/** One bare request: with the headers that are given, `host` too, and no others of gecko's. */
export interface KnockRequest {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  headers?: Readonly<Record<string, string>>;
}

/**
 * Asks as a stranger would, to see whether a guard stands.
 * @returns the HTTP status; null where nothing answers
 */
export type Knock = (request: KnockRequest, signal: AbortSignal) => Promise<number | null>;
