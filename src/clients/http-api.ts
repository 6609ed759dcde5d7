import { exitCodeOf } from '../error-codes.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { fetchFailure } from './fetch-failure.ts';

export type Fetch = typeof globalThis.fetch;

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query. */
  path: string;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as they are. */
  bytes?: Uint8Array;
  headers?: Record<string, string>;
  signal: AbortSignal;
  /** Milliseconds until DEADLINE; without it the backend's own deadline counts. */
  timeoutMs?: number;
  /** A status that has the same body as a success. */
  alsoAnswers?: number;
}

export interface HttpApiOptions {
  baseUrl: string;
  token: string | null;
  fetch: Fetch;
}

/**
 * One request to a backend; its answer when that is a success.
 * @throws GeckoError with the backend's code, UNAUTHORIZED (exit 12) where it has another token,
 *   BACKEND_UNREACHABLE (20), or DEADLINE (23)
 */
export async function callApi(options: HttpApiOptions, request: ApiRequest): Promise<Response> {
  const url = `${options.baseUrl}${request.path}`;
  const timeout =
    request.timeoutMs === undefined ? undefined : AbortSignal.timeout(request.timeoutMs);
  let response: Response;
  try {
    response = await options.fetch(url, {
      method: request.method ?? 'GET',
      headers: headersOf(request, options.token),
      body: bodyOf(request),
      redirect: 'error',
      // One of its own: fetch leaves its listeners on it until they are collected.
      signal: AbortSignal.any(timeout ? [request.signal, timeout] : [request.signal]),
    });
  } catch (error) {
    request.signal.throwIfAborted();
    throw timeout?.aborted
      ? silent(options.baseUrl, request.timeoutMs ?? 0, error)
      : unreachable(options.baseUrl, error);
  }
  if (response.ok) return response;
  const text = await response
    .clone()
    .text()
    .catch(() => '');
  const error = backendError(parsed(text));
  if (error) throw error.code === 'UNAUTHORIZED' ? otherToken(options, error) : error;
  if (response.status === request.alsoAnswers) return response;
  throw foreignAnswer(response, url);
}

/** What a connection that failed, or broke off, looks like to the user. */
export function unreachable(baseUrl: string, cause: unknown): GeckoError {
  return new GeckoError(
    'BACKEND_UNREACHABLE',
    `${baseUrl} does not answer: ${fetchFailure(cause)}`,
    {
      exitCode: exitCodes.engine,
      hint: '`gecko status` shows the services, `gecko logs --tail 50` what they said last.',
      cause,
    },
  );
}

/** An `error` of the contract as the error that users see. */
export function backendError(body: unknown): GeckoError | null {
  const error = isRecord(body) && isRecord(body.error) ? body.error : null;
  if (typeof error?.code !== 'string' || typeof error.message !== 'string') return null;
  return new GeckoError(error.code, error.message, {
    exitCode: exitCodeOf(error.code),
    ...(typeof error.hint === 'string' ? { hint: error.hint } : {}),
  });
}

/** The backend's own hint is for who wrote the request. */
function otherToken({ baseUrl, token }: HttpApiOptions, cause: GeckoError): GeckoError {
  if (token === null) return cause;
  return new GeckoError(cause.code, `${baseUrl} has another token than the one of this project`, {
    exitCode: cause.exitCode,
    hint: '`gecko up` brings this one to the services, as after `gecko token rotate`; then run the command again.',
    cause,
  });
}

function headersOf({ json, bytes, headers }: ApiRequest, token: string | null) {
  return {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(bytes === undefined ? {} : { 'content-type': 'application/octet-stream' }),
    ...headers,
  };
}

function bodyOf({ json, bytes }: ApiRequest): Uint8Array<ArrayBuffer> | string | null {
  if (json !== undefined) return JSON.stringify(json);
  // Node's buffers are never shared memory, which is what the wider type allows for.
  return (bytes as Uint8Array<ArrayBuffer> | undefined) ?? null;
}

function foreignAnswer({ status, statusText }: Response, url: string): GeckoError {
  return new GeckoError(
    'BACKEND_UNREACHABLE',
    `${url} answered ${status} ${statusText}, which is not an answer of gecko`,
    { exitCode: exitCodes.engine, hint: 'Look with `gecko status` what runs on this port.' },
  );
}

/** What was silent for too long. */
export function silent(baseUrl: string, timeoutMs: number, cause: unknown): GeckoError {
  return new GeckoError('DEADLINE', `${baseUrl} did not answer within ${timeoutMs / 1000} s`, {
    exitCode: exitCodes.timeout,
    hint: '`gecko logs --tail 50` shows what it is doing.',
    cause,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, so not an answer of gecko: the caller says so.
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
