import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DocumentRecord } from '@gecko/core/contract/corpus';
import type { RagClient } from '../clients/rag.ts';
import type { Completes } from '../commands/spec.ts';
import type { Runtime } from '../runtime.ts';
import { readToken } from '../state/token.ts';

/** Nobody waits longer for the tab key. */
const deadlineMs = 1_500;

/** A shell shows no more than a screen of them. */
const most = 200;

/**
 * What is there to be completed: names of what the running services hold. Starts nothing; where
 * nothing runs, or it does not answer in time, there is nothing to offer.
 */
export async function completionValues(
  kind: Completes,
  prefix: string,
  prepare: () => Promise<Runtime>,
): Promise<string[]> {
  try {
    const runtime = await prepare();
    const signal = AbortSignal.any([runtime.signal, AbortSignal.timeout(deadlineMs)]);
    const values = await lookUp(kind, prefix, { ...runtime, signal });
    return [...new Set(values)].filter((value) => value.startsWith(prefix)).slice(0, most);
  } catch {
    // A shell has no place for an error; the command itself will tell.
    return [];
  }
}

async function lookUp(kind: Completes, prefix: string, runtime: Runtime): Promise<string[]> {
  switch (kind) {
    case 'path':
      return [];
    case 'code':
      return Object.keys((await import('../error-codes.ts')).errorCodes);
    case 'check':
      return (await import('./doctor/checks.ts')).checks.map(({ id }) => id);
    case 'project':
      return readdir(dirname(runtime.paths.project.folder));
    case 'model':
      return modelNames(runtime);
    case 'known-model':
      return [
        ...(await import('../fit/catalogue.ts')).catalogue.map(({ name }) => name),
        ...(await runtime.models.known()).map(({ name }) => name),
      ];
    case 'collection':
      return collectionNames(runtime);
    case 'source':
      return (await documents(undefined, runtime)).map(({ source }) => source);
    case 'document': {
      const source = prefix.includes('/') ? prefix.slice(0, prefix.indexOf('/')) : undefined;
      const found = await documents(source, runtime);
      return found.map(({ source, path }) => `${source}/${path}`);
    }
    case 'filter':
      return (await documents(undefined, runtime)).flatMap(filtersOf);
  }
}

/** Of the models that are there: in process, and Ollama's where it answers in time. */
async function modelNames(runtime: Runtime): Promise<string[]> {
  const { lookForOllama } = await import('./model/look-for-ollama.ts');
  const [own, { found }] = await Promise.all([runtime.models.list(), lookForOllama(runtime)]);
  const others = (await found?.server.models(runtime.signal)) ?? [];
  return [...own, ...others].map(({ name }) => name);
}

/** A client for the services, where they run. */
async function connected({ supervisor, connect, paths }: Runtime): Promise<RagClient | null> {
  const daemon = await supervisor.find();
  return daemon && connect(daemon.urls.rag, readToken(paths.project.token));
}

async function collectionNames(runtime: Runtime): Promise<string[]> {
  const client = await connected(runtime);
  const list = await client?.collections(runtime.signal);
  return list?.collections.map(({ name }) => name) ?? [];
}

/** The first documents of the configured collection, or of one source in it. */
async function documents(source: string | undefined, runtime: Runtime): Promise<DocumentRecord[]> {
  const client = await connected(runtime);
  const { collection } = runtime.config.corpus;
  const query = { collection, limit: 500, ...(source === undefined ? {} : { source }) };
  return (await client?.documents(query, runtime.signal))?.documents ?? [];
}

/** `source=handbook`, `author=Ann Lee`: filters that the document passes. */
function filtersOf({ source, mediaType, language, metadata }: DocumentRecord): string[] {
  const type = mediaType.split('/').at(-1);
  const fields = { source, type, ...(language ? { language } : {}), ...metadata };
  return Object.entries(fields).flatMap(([key, value]) =>
    [value].flat().map((one) => `${key}=${one}`),
  );
}
