import type { Backend } from '../api/backend.ts';
import { getJson } from '../api/get-json.ts';
import type { Schemas } from '../api/schema.d.ts';

/** What can be chosen for a question. */
export interface Choices {
  collections: string[];
  /** In all of them; null: the backend does not tell. */
  documents: number | null;
  /** Language models of the generator; the collections are listed among the models too. */
  models: string[];
}

/** Each list is empty where its backend does not tell: asking works without. */
export async function loadChoices(backend: Backend, signal: AbortSignal): Promise<Choices> {
  const [collections, models] = await Promise.all([
    getJson<Schemas['CollectionList']>(`/api/${backend}/collections`, { signal }).then(
      (list) => list.collections,
      () => null,
    ),
    getJson<Schemas['ModelList']>(`/api/${backend}/v1/models`, { signal }).then(
      ({ data }) => data.filter(({ owned_by }) => owned_by !== 'gecko').map(({ id }) => id),
      () => [],
    ),
  ]);
  return {
    collections: collections?.map(({ name }) => name) ?? [],
    documents: collections?.reduce((sum, { documents }) => sum + documents, 0) ?? null,
    models,
  };
}
