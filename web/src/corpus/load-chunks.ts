import { getJson } from '../api/get-json.ts';
import type { Schemas } from '../api/schema.d.ts';

/** UTF-16 units of the longest text of which the chunks are loaded: they hold all of it once more. */
const LONGEST = 8_000_000;

/** The chunks of a document in order; null where they are too many. @throws ServiceError DOCUMENT_MISSING */
export async function loadChunks(
  { id, collection, chars }: Schemas['Document'],
  signal: AbortSignal,
): Promise<readonly Schemas['Chunk'][] | null> {
  if (chars > LONGEST) return null;
  const query = new URLSearchParams({ collection });
  const path = `/api/rag/corpus/documents/${encodeURIComponent(id)}/chunks?${query}`;
  return (await getJson<Schemas['ChunkList']>(path, { signal })).chunks;
}
