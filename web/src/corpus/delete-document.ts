import { getJson } from '../api/get-json.ts';
import type { Schemas } from '../api/schema.d.ts';

/** Takes a document out of its collection; one that has gone already is no error. @throws ServiceError */
export async function deleteDocument({ id, collection }: Schemas['Document']): Promise<void> {
  const query = new URLSearchParams({ collection });
  const path = `/api/rag/corpus/documents/${encodeURIComponent(id)}?${query}`;
  await getJson<Schemas['DeleteResponse']>(path, { method: 'DELETE' });
}
