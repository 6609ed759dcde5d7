import { QdrantClientTimeoutError } from '@qdrant/js-client-rest';
import { ServiceError } from '../../contract/errors.ts';
import { errorCode } from '../../error-code.ts';
import { reasonOf } from '../../reason-of.ts';
import { collectionMissing } from '../collection-missing.ts';
import { parsePhysical } from './names.ts';

interface Call {
  /** What was being done, e.g. `listing the collections`. */
  what: string;
  address: string;
  /** Its deadline in milliseconds. */
  timeout: number;
}

/** What a failed call means; an abort and a ServiceError stay what they are. */
export function qdrantError(error: unknown, { what, address, timeout }: Call): unknown {
  if (error instanceof ServiceError) return error;
  const status = statusOf(error);
  if (status === undefined) return unreachable(error, { what, address, timeout });
  const said = sentenceOf(error);
  if (status === 401 || status === 403)
    return new ServiceError(
      'STORE_UNAUTHORIZED',
      `Qdrant at ${address} refuses the key: ${said}`,
      'Give the key that Qdrant was started with (QDRANT__SERVICE__API_KEY).',
      { cause: error },
    );
  const missing = /Collection `(.+)` doesn't exist/.exec(said)?.[1];
  if (missing !== undefined)
    return collectionMissing(parsePhysical(missing)?.collection ?? missing);
  if (/Vector dimension error/.test(said))
    return new ServiceError(
      'FINGERPRINT_MISMATCH',
      `the vectors do not fit the collection: ${said}`,
      'gecko corpus reindex',
      { cause: error },
    );
  if (
    status === 507 ||
    /no space left|not enough (disk|space)|disk (is )?full|available disk space|disk quota/i.test(
      said,
    )
  )
    return new ServiceError(
      'NO_SPACE',
      `the disk of Qdrant at ${address} is full: ${said}`,
      'Free space where its volume lies, then run the command again.',
      { cause: error },
    );
  return new ServiceError(
    'INTERNAL',
    `Qdrant at ${address} answered ${status} while ${what}: ${said}`,
    undefined,
    { cause: error },
  );
}

/** Whether a call failed because what it was to make is there already. */
export function isConflict(error: unknown): boolean {
  return statusOf(error instanceof ServiceError ? error.cause : error) === 409;
}

function unreachable(error: unknown, { what, address, timeout }: Call): ServiceError {
  const isLate = error instanceof QdrantClientTimeoutError;
  const cause = error instanceof Error ? error.cause : undefined;
  const reason = isLate
    ? `no answer within ${timeout / 1000} s`
    : errorCode(cause) || errorCode(error) || reasonOf(cause ?? error);
  return new ServiceError(
    'STORE_UNREACHABLE',
    `Qdrant at ${address} cannot be reached while ${what}: ${reason}`,
    'Start Qdrant, or correct its address; then try again.',
    { cause: error },
  );
}

/** The client's errors have `status` and the answer as `data`. */
function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** `{ status: { error } }`, or plain text for a wrong key. */
function sentenceOf(error: unknown): string {
  const data: unknown = error instanceof Error && 'data' in error ? error.data : undefined;
  if (typeof data === 'string' && data !== '') return data.slice(0, 500);
  const status = isObject(data) ? data.status : undefined;
  const said = isObject(status) ? status.error : undefined;
  return typeof said === 'string' ? said : reasonOf(error);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
