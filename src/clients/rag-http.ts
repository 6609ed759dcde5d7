import type { AskEvent, AskResponse } from '@gecko/core/contract/ask';
import type {
  Chunk,
  CollectionList,
  DeleteResponse,
  DocumentList,
  DocumentWithText,
  PlanResponse,
  PutResponse,
  ReindexEvent,
} from '@gecko/core/contract/corpus';
import type { Health, Ready } from '@gecko/core/contract/health';
import { exitCodes, GeckoError } from '../errors.ts';
import { type ApiRequest, backendError, callApi, type Fetch, unreachable } from './http-api.ts';
import { lightFetch } from './light-fetch.ts';
import { lines } from './lines.ts';
import { patientFetch } from './patient-fetch.ts';
import type { RagClient } from './rag.ts';
import { serverSentEvents } from './server-sent-events.ts';

/** Names and version of services/core/src/contract/version.ts, of which only types may be imported. */
const headerProject = 'x-gecko-project';
const headerContract = 'x-gecko-contract';
const contractVersion = 1;

/** Milliseconds within which a live backend says how it is. */
const probeTimeout = 5_000;

export interface ConnectOptions {
  /** Project that the backend must belong to. */
  project: string;
  fetch?: Fetch;
}

/** A backend over HTTP. The contract version is checked, so its answers are taken as typed. */
export function connectRag(
  baseUrl: string,
  token: string | null,
  { project, fetch }: ConnectOptions,
): RagClient {
  const light = { baseUrl, token, fetch: fetch ?? lightFetch };
  const quick = { baseUrl, token, fetch: fetch ?? globalThis.fetch };
  const patient = { baseUrl, token, fetch: fetch ?? patientFetch() };
  let proof: Promise<unknown> | undefined;

  const call = async (request: ApiRequest, api = quick) => {
    const response = await callApi(api, request);
    checkIdentity(response.headers, project, baseUrl);
    return response;
  };
  const read = async <T>(request: ApiRequest, api = quick): Promise<T> => {
    const response = await call(request, api);
    try {
      return (await response.json()) as T;
    } catch (error) {
      request.signal.throwIfAborted();
      throw unreachable(baseUrl, error);
    }
  };
  /** Asks once who is there, before anything is changed. */
  const prove = async (signal: AbortSignal) => {
    proof ??= call({ path: '/health', signal, timeoutMs: probeTimeout });
    await proof;
  };
  const write = async <T>(request: ApiRequest): Promise<T> => {
    await prove(request.signal);
    return read<T>(request, patient);
  };

  return {
    ask: (request, signal) =>
      read<AskResponse>({ method: 'POST', path: '/ask', json: request, signal }, patient),
    async *askStream(request, signal) {
      const headers = { accept: 'text/event-stream' };
      const asked = { method: 'POST', path: '/ask', json: request, headers, signal } as const;
      // Where others ask, too, the first event may take longer than Node's own limit.
      const response = await call(asked, patient);
      const events = serverSentEvents(linesOf(response, baseUrl, signal));
      for await (const { event, data } of events) {
        const parsed = JSON.parse(data);
        if (event === 'error') throw errorOf(parsed, baseUrl);
        yield { event, data: parsed } as AskEvent;
        if (event === 'done') return;
      }
      throw brokenOff(baseUrl);
    },
    plan: (request, signal) =>
      read<PlanResponse>({ method: 'POST', path: '/corpus/plan', json: request, signal }, patient),
    put: ({ id, collection, source, path, bytes, from }, signal) =>
      write<PutResponse>({
        method: 'PUT',
        path: `/corpus/documents/${encodeURIComponent(id)}${query({ collection, source, path, from })}`,
        ...(bytes ? { bytes } : {}),
        signal,
      }),
    remove: (id, collection, signal) =>
      write<DeleteResponse>({
        method: 'DELETE',
        path: `/corpus/documents/${encodeURIComponent(id)}${query({ collection })}`,
        signal,
      }),
    documents: ({ collection, source, path, limit, cursor }, signal) =>
      read<DocumentList>({
        path: `/corpus/documents${query({ collection, source, path, limit, cursor })}`,
        signal,
      }),
    document: (id, collection, signal) =>
      read<DocumentWithText>({
        path: `/corpus/documents/${encodeURIComponent(id)}${query({ collection })}`,
        signal,
      }),
    chunks: (id, collection, signal) =>
      read<{ chunks: Chunk[] }>({
        path: `/corpus/documents/${encodeURIComponent(id)}/chunks${query({ collection })}`,
        signal,
      }),
    collections: (signal) => read<CollectionList>({ path: '/collections', signal }),
    async *reindex(collection, signal) {
      await prove(signal);
      const path = `/corpus/reindex${query({ collection })}`;
      const response = await call({ method: 'POST', path, signal }, patient);
      for await (const line of linesOf(response, baseUrl, signal)) {
        if (line === '') continue;
        const event = JSON.parse(line) as ReindexEvent;
        if (event.event === 'error') throw errorOf(event, baseUrl);
        yield event;
        if (event.event === 'done') return;
      }
      throw brokenOff(baseUrl);
    },
    rollback: (collection, signal) =>
      write<{ collection: string; generation: number }>({
        method: 'POST',
        path: `/corpus/rollback${query({ collection })}`,
        signal,
      }),
    health: (signal) => read<Health>({ path: '/health', signal, timeoutMs: probeTimeout }, light),
    ready: (signal) =>
      read<Ready>({ path: '/ready', signal, timeoutMs: probeTimeout, alsoAnswers: 503 }, light),
  };
}

/** @throws GeckoError PROJECT_MISMATCH, CONTRACT_MISMATCH (exit 22) */
function checkIdentity(headers: Headers, project: string, baseUrl: string): void {
  const theirs = headers.get(headerProject);
  if (theirs !== project)
    throw new GeckoError(
      'PROJECT_MISMATCH',
      theirs === null
        ? `What answers on ${baseUrl} is not gecko`
        : `${baseUrl} belongs to the project ${theirs}, not to ${project}`,
      { exitCode: exitCodes.conflict, hint: 'Give each project ports of its own in gecko.yaml.' },
    );
  const contract = headers.get(headerContract);
  if (contract !== String(contractVersion))
    throw new GeckoError(
      'CONTRACT_MISMATCH',
      `${baseUrl} speaks version ${contract ?? 'unknown'} of the contract, this gecko version ${contractVersion}`,
      { exitCode: exitCodes.conflict, hint: 'Run `gecko down`, then `gecko up`.' },
    );
}

async function* linesOf(response: Response, baseUrl: string, signal: AbortSignal) {
  try {
    if (response.body) yield* lines(response.body);
  } catch (error) {
    signal.throwIfAborted();
    throw unreachable(baseUrl, error);
  }
}

function errorOf(body: unknown, baseUrl: string): GeckoError {
  return backendError(body) ?? brokenOff(baseUrl);
}

function brokenOff(baseUrl: string): GeckoError {
  return unreachable(baseUrl, new Error('the answer broke off before its end'));
}

function query(values: Record<string, string | number | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) parameters.set(name, String(value));
  return parameters.size === 0 ? '' : `?${parameters}`;
}
