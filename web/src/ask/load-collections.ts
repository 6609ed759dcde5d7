import type { Backend } from '../api/backend.ts';
import { getJson } from '../api/get-json.ts';
import type { Schemas } from '../api/schema.d.ts';

/** @throws ServiceError as `getJson`: a backend of the user's need not tell them */
export async function loadCollections(
  backend: Backend,
  signal: AbortSignal,
): Promise<readonly Schemas['Collection'][]> {
  const path = `/api/${backend}/collections`;
  return (await getJson<Schemas['CollectionList']>(path, { signal })).collections;
}
