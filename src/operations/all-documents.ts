import type { DocumentList, DocumentRecord } from '@gecko/core/contract/corpus';
import type { RagClient } from '../clients/rag.ts';
import { GeckoError } from '../errors.ts';

/** Documents asked for at once. */
const limit = 500;

/** Every document of a collection, or of one source in it; none where there is no collection yet. */
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
    const page: Page = await client.documents(query, signal).catch(noneIfMissing);
    yield* page.documents;
    cursor = page.next;
  } while (cursor !== null);
}

type Page = Pick<DocumentList, 'documents' | 'next'>;

function noneIfMissing(error: unknown): Page {
  if (error instanceof GeckoError && error.code === 'COLLECTION_MISSING')
    return { documents: [], next: null };
  throw error;
}
