import { errorCode } from '../../error-code.ts';

/** The connection was there and broke, so the same may be asked anew. */
export function broke(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(errorCode(error));
}
