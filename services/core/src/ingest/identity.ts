import { createHash } from 'node:crypto';
import type { ChunkSettings } from '../documents/port.ts';
import { uuidV5 } from '../uuid-v5.ts';

/** Document id: the same file of the same source in the same collection, wherever it is ingested from. */
export function documentId(collection: string, source: string, path: string): string {
  return uuidV5(['document', collection, source, path.normalize('NFC')]);
}

/** Revision: what the bytes, the parser and the chunk settings make of a document. */
export function revisionOf(
  contentHash: string,
  parserVersion: string,
  chunk: ChunkSettings,
): string {
  const parts = [contentHash, parserVersion, String(chunk.tokens), String(chunk.overlap)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

export function chunkId(document: string, revision: string, ordinal: number): string {
  return uuidV5(['chunk', document, revision, String(ordinal)]);
}
