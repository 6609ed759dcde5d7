import { createHash } from 'node:crypto';
import type { ChunkSettings } from '../documents/port.ts';

/** Namespace of gecko's identifiers, drawn once. */
const NAMESPACE = '6f0e5c0a-3f5c-4c56-9b2e-6a1d0a9f4b7e';

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

/** UUID version 5 (RFC 9562, section 5.5) of a list of strings; JSON keeps their borders apart. */
function uuidV5(parts: readonly string[]): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(JSON.stringify(parts))
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
