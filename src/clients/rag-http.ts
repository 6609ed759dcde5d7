import type { AskEvent, SearchResponse } from '@gecko/core/contract/ask';
import type {
  CollectionList,
  DeleteResponse,
  DocumentList,
  DocumentRecord,
  DocumentWithText,
  FreezeResponse,
  PlanResponse,
  PutResponse,
  RecordEvent,
  ReindexEvent,
  RollbackResponse,
} from '@gecko/core/contract/corpus';
import type { Ready } from '@gecko/core/contract/health';
import type { System } from '@gecko/core/contract/system';
import type { SystemKept } from '@gecko/core/contract/system-report';
import { contract } from '../contract.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { type ApiRequest, backendError, callApi, type Fetch, unreachable } from './http-api.ts';
import { lightFetch } from './light-fetch.ts';
import { lines } from './lines.ts';
import { ownAnswer } from './own-answer.ts';
import { patientFetch } from './patient-fetch.ts';
import type { RagClient } from './rag.ts';
import { serverSentEvents } from './server-sent-events.ts';

/** Milliseconds within which a live backend says how it is. */
const probeTimeout = 5_000;

/** Milliseconds for what nobody waits for: longer than a store that does not answer is waited for. */
const tellTimeout = 6_000;

/** By name, and by its random id where it is known: two homes may have a project of one name. */
export interface Project {
  name: string;
  id: string | null;
}

export interface ConnectOptions {
  /** Project that the backend must belong to. */
  project: Project;
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
    proof ??= call({ path: '/health', signal, timeoutMs: probeTimeout }).catch((error: unknown) => {
      // The next write asks again.
      proof = undefined;
      throw error;
    });
    await proof;
  };
  const write = async <T>(request: ApiRequest): Promise<T> => {
    await prove(request.signal);
    return read<T>(request, patient);
  };

  return {
    async *askStream(request, signal) {
      const headers = { accept: 'text/event-stream' };
      const asked = { method: 'POST', path: '/ask', json: request, headers, signal } as const;
      // Where others ask, too, the first event may take longer than Node's own limit.
      const response = await call(asked, patient);
      if (/^application\/json/.test(response.headers.get('content-type') ?? '')) {
        const { question = '' } = request;
        yield { event: 'done', data: ownAnswer(await response.json(), question, baseUrl) };
        return;
      }
      const events = serverSentEvents(linesOf(response, baseUrl, signal));
      for await (const { event, data } of events) {
        const parsed = JSON.parse(data);
        if (event === 'error') throw errorOf(parsed, baseUrl);
        yield { event, data: parsed } as AskEvent;
        if (event === 'done') return;
      }
      throw brokenOff(baseUrl);
    },
    search: (request, signal) =>
      read<SearchResponse>({ method: 'POST', path: '/search', json: request, signal }),
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
    async *allDocuments({ collection, source }, signal) {
      const path = `/corpus/records${query({ collection, source })}`;
      const response = await call({ path, signal }, patient);
      for await (const line of linesOf(response, baseUrl, signal)) {
        if (line === '') continue;
        const event = JSON.parse(line) as RecordEvent;
        if (event.event === 'error') throw errorOf(event, baseUrl);
        if (event.event === 'done') return;
        yield* event.documents;
      }
      throw brokenOff(baseUrl);
    },
    record: (id, collection, signal) =>
      read<DocumentRecord>({
        path: `/corpus/documents/${encodeURIComponent(id)}${query({ collection, text: 'false' })}`,
        signal,
      }),
    document: (id, collection, signal) =>
      read<DocumentWithText>({
        path: `/corpus/documents/${encodeURIComponent(id)}${query({ collection })}`,
        signal,
      }),
    collections: (signal) => read<CollectionList>({ path: '/collections', signal }),
    async *reindex({ collection, withoutVectors }, signal) {
      await prove(signal);
      const values = { collection, withoutVectors: withoutVectors ? 'true' : undefined };
      const path = `/corpus/reindex${query(values)}`;
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
    rollback: ({ collection, dryRun }, signal) =>
      write<RollbackResponse>({
        method: 'POST',
        path: `/corpus/rollback${query({ collection, dryRun: dryRun ? 'true' : undefined })}`,
        signal,
      }),
    freeze: (seconds, signal) =>
      write<FreezeResponse>({ method: 'POST', path: `/corpus/freeze?seconds=${seconds}`, signal }),
    thaw: (signal) => write<FreezeResponse>({ method: 'DELETE', path: '/corpus/freeze', signal }),
    system: (signal) => read<System>({ path: '/system', signal, timeoutMs: tellTimeout }),
    async tellSystem(report, signal) {
      await prove(signal);
      const request = { method: 'PUT', path: '/system', json: report, signal } as const;
      return read<SystemKept>({ ...request, timeoutMs: tellTimeout });
    },
    ready: (signal) =>
      read<Ready>({ path: '/ready', signal, timeoutMs: probeTimeout, alsoAnswers: 503 }, light),
  };
}

/** @throws GeckoError PROJECT_MISMATCH, CONTRACT_MISMATCH (exit 22) */
function checkIdentity(headers: Headers, project: Project, baseUrl: string): void {
  const name = headers.get(contract.headers.project);
  const id = headers.get(contract.headers.projectId);
  if (name !== project.name) {
    const whose = `${baseUrl} belongs to the project ${name}, not to ${project.name}`;
    throw mismatch(name === null ? `What answers on ${baseUrl} is not gecko` : whose);
  }
  if (project.id !== null && id !== project.id)
    throw mismatch(`${baseUrl} belongs to another project of the name ${name}`);
  const version = headers.get(contract.headers.version);
  if (version !== String(contract.version))
    throw new GeckoError(
      'CONTRACT_MISMATCH',
      `${baseUrl} speaks version ${version ?? 'unknown'} of the contract, this gecko version ${contract.version}`,
      { exitCode: exitCodes.conflict, hint: 'Run `gecko down`, then `gecko up`.' },
    );
}

function mismatch(message: string): GeckoError {
  return new GeckoError('PROJECT_MISMATCH', message, {
    exitCode: exitCodes.conflict,
    hint: 'Give each project ports of its own in gecko.yaml.',
  });
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
