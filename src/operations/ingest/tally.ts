import type { PutResponse } from '@gecko/core/contract/corpus';

/** A file with why it was not ingested; `source` is source/path. */
export interface Reason {
  source: string;
  reason: string;
}

/** What an ingest did, counted as it goes. A rename counts as an update. */
export interface Tally {
  added: number;
  updated: number;
  unchanged: number;
  removed: number;
  failed: Reason[];
  /** Left alone on purpose: links out of the folder, devices. */
  skipped: Reason[];
  /** Files in folders that are no documents by their extension: pictures, archives and the like. */
  leftOut: number;
  /** Chunks of the documents sent, and how many of those were embedded. */
  chunks: number;
  embedded: number;
}

export function newTally(): Tally {
  return {
    added: 0,
    updated: 0,
    unchanged: 0,
    removed: 0,
    failed: [],
    skipped: [],
    leftOut: 0,
    chunks: 0,
    embedded: 0,
  };
}

/** Counts one document that the backend took. */
export function count(tally: Tally, { action, chunks, embedded }: PutResponse): void {
  tally[action === 'renamed' ? 'updated' : action] += 1;
  tally.chunks += chunks;
  tally.embedded += embedded;
}
