import { getJson } from '../api/get-json.ts';
import type { Schemas } from '../api/schema.d.ts';
import type { PassageAddress } from './passage-address.ts';

export interface LoadedPassage {
  document: Schemas['DocumentWithText'];
  text: string;
  /** Of the chunk at the span: the headings above it. */
  headings: readonly string[];
  page: number | null;
  line: number | null;
}

/** The chunks of a longer document are more than a heading is worth. */
const LONGEST = 2_000_000;

/** A document with what is known of one of its passages. @throws ServiceError DOCUMENT_MISSING */
export async function loadPassage(
  { document: id, span: [start, end], collection }: PassageAddress,
  signal: AbortSignal,
): Promise<LoadedPassage> {
  const query = collection === null ? '' : `?${new URLSearchParams({ collection })}`;
  const path = `/api/rag/corpus/documents/${encodeURIComponent(id)}`;
  const document = await getJson<Schemas['DocumentWithText']>(`${path}${query}`, { signal });
  const { chunks } =
    document.chars > LONGEST
      ? { chunks: [] }
      : await getJson<Schemas['ChunkList']>(`${path}/chunks${query}`, { signal });
  const chunk = chunks.find(({ span }) => span[0] < end && span[1] > start);
  return {
    document,
    text: document.text ?? '',
    headings: chunk?.headings ?? [],
    page: chunk?.page ?? null,
    line: chunk?.line ?? null,
  };
}
