import { getJson } from '../api/get-json.ts';
import type { Schemas } from '../api/schema.d.ts';

/** Records of the first page, which is waited for, and of the others. */
const FIRST = 200;
const REST = 1_000;

/**
 * All documents of a collection, page by page, in the order of source and path.
 * @param collection null for the backend's own
 * @throws ServiceError COLLECTION_MISSING and what else the backend says
 */
export async function* loadDocuments(
  collection: string | null,
  signal: AbortSignal,
): AsyncGenerator<Schemas['DocumentList']> {
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({
      limit: String(cursor === null ? FIRST : REST),
      ...(collection === null ? {} : { collection }),
      ...(cursor === null ? {} : { cursor }),
    });
    const page: Schemas['DocumentList'] = await getJson(`/api/rag/corpus/documents?${query}`, {
      signal,
    });
    yield page;
    cursor = page.next;
  } while (cursor !== null);
}
