import { ServiceError } from '../api/service-error.ts';

/** Nobody answered, or not to the end; too early, too often, or too slow. */
const codes = new Set(['UNREACHABLE', 'BROKEN_OFF']);
const statuses = new Set([408, 425, 429, 502, 503, 504]);

/** Whether a failure may be over in a while without anybody doing anything about the request. */
export function isPassing(error: unknown): boolean {
  return error instanceof ServiceError && (codes.has(error.code) || statuses.has(error.status));
}
