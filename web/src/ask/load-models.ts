import type { Backend } from '../api/backend.ts';
import { getJson } from '../api/get-json.ts';
import type { Schemas } from '../api/schema.d.ts';

/**
 * Language models of the generator; the collections are listed among the models too.
 * @throws ServiceError as `getJson`: a backend of the user's need not tell them
 */
export async function loadModels(backend: Backend, signal: AbortSignal): Promise<string[]> {
  const { data } = await getJson<Schemas['ModelList']>(`/api/${backend}/v1/models`, { signal });
  return data.filter(({ owned_by }) => owned_by !== 'gecko').map(({ id }) => id);
}
