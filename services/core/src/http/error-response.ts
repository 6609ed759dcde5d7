import { type ErrorBody, ServiceError } from '../contract/errors.ts';
import type { Log } from '../log.ts';
import { reasonOf } from '../reason-of.ts';

/**
 * Any thrown value as the error of an answer; what nobody foresaw is logged and told without its inside.
 *
 * @param signal of the request: whatever is thrown after its client has left comes of that
 */
export function toServiceError(error: unknown, log: Log, signal?: AbortSignal): ServiceError {
  if (error instanceof ServiceError) return error;
  if (signal?.aborted || isAbort(error))
    return new ServiceError('CANCELLED', 'the request was cancelled');
  log('error', 'unexpected failure', {
    reason: reasonOf(error),
    stack: error instanceof Error ? error.stack : undefined,
  });
  return new ServiceError(
    'INTERNAL',
    'an unexpected failure; the log of the service has more',
    'gecko logs',
  );
}

export function toErrorBody({ code, message, hint, limit }: ServiceError): ErrorBody {
  return {
    error: {
      ...{ code, message },
      ...(hint ? { hint } : {}),
      ...(limit === undefined ? {} : { limit }),
    },
  };
}

export function errorResponse(error: ServiceError): Response {
  const headers = error.status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  return Response.json(toErrorBody(error), { status: error.status, headers });
}

function isAbort(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, message } = error;
  return name === 'AbortError' || name === 'ResponseAborted' || message === CLIENT_LEFT;
}

/** What Hono's adapter for Node says to whoever reads the body of a request that was cut. */
const CLIENT_LEFT = 'Client connection prematurely closed.';
