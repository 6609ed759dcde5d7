import { errorCode } from '../error-code.ts';

/** Why a request got no answer. fetch says "fetch failed"; the reason is in its cause. */
export function fetchFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (errorCode(error) === 'ECONNREFUSED') return 'nothing listens there';
  if (errorCode(error) === 'ECONNRESET') return 'the connection broke off';
  return error.cause === undefined ? error.message || error.name : fetchFailure(error.cause);
}
