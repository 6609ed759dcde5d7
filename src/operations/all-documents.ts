import type { DocumentList, DocumentRecord } from '@gecko/core/contract/corpus';
import type { RagClient } from '../clients/rag.ts';

/** Documents asked for at once. */
const limit = 500;

/** Every document of a collection, or of one source in it. @throws GeckoError COLLECTION_MISSING */
export async function* allDocuments(
  client: RagClient,
  { collection, source }: { collection: string; source?: string | undefined },
  signal: AbortSignal,
): AsyncGenerator<DocumentRecord> {
  let cursor: string | null = null;
  do {
    const query: Parameters<RagClient['documents']>[0] = {
      limit,
      collection,
      ...(source === undefined ? {} : { source }),
      ...(cursor === null ? {} : { cursor }),
    };
    const page: Page = await client.documents(query, signal);
    yield* page.documents;
    cursor = page.next;
  } while (cursor !== null);
}

type Page = Pick<DocumentList, 'documents' | 'next'>;
