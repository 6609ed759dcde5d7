import type { Backend } from '../api/backend.ts';
import { getJson } from '../api/get-json.ts';
import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';

/** Milliseconds; a backend gives each thing that it stands on three seconds. */
const PATIENCE = 8_000;

/** @throws ServiceError as `getJson`; UNREACHABLE where it is silent for too long */
export async function loadSystem(backend: Backend): Promise<Schemas['System']> {
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    return await getJson<Schemas['System']>(`/api/${backend}/system`, { signal });
  } catch (error) {
    throw error instanceof ServiceError ? error : new ServiceError('UNREACHABLE');
  }
}
