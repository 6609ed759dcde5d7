import { send } from './send.ts';
import { ServiceError } from './service-error.ts';

/**
 * What a route answers.
 * @throws ServiceError as `send`, and UNREADABLE where it is no JSON
 */
export async function getJson<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await send(path, init);
  try {
    // Backend and page come from one build; the types are made from its contract.
    return (await response.json()) as T;
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ServiceError('UNREADABLE', '', { status: response.status });
  }
}
