import type { Schemas } from './schema.d.ts';
import { ServiceError } from './service-error.ts';

/**
 * A request on the page's own origin.
 * @throws ServiceError what the backend says, or UNREACHABLE; the signal's reason
 */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, init).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause;
    throw new ServiceError('UNREACHABLE');
  });
  if (response.ok) return response;
  throw await errorOf(response);
}

async function errorOf(response: Response): Promise<ServiceError> {
  const { status } = response;
  const body: Partial<Schemas['Error']> | null = await response.json().catch(() => null);
  const { code, message, hint, limit } = body?.error ?? {};
  // A proxy on the way answers with a page of its own.
  if (!code) return new ServiceError(status >= 502 ? 'UNREACHABLE' : 'UNREADABLE', '', { status });
  return new ServiceError(code, message, { hint, limit, status });
}
