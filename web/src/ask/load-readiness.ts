import type { Backend } from '../api/backend.ts';
import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';

/**
 * What a backend's parts say of themselves; it answers 503 while one that it needs has failed.
 * @throws ServiceError UNREACHABLE
 */
export async function loadReadiness(
  backend: Backend,
  signal: AbortSignal,
): Promise<Schemas['Ready']> {
  const response = await fetch(`/api/${backend}/ready`, { signal }).catch(() => null);
  const body: Partial<Schemas['Ready']> | null = await response?.json().catch(() => null);
  if (!body?.dependencies) throw new ServiceError('UNREACHABLE');
  return { ready: body.ready ?? false, dependencies: body.dependencies };
}
