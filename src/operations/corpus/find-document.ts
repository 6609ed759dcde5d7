import type { DocumentRecord } from '@gecko/core/contract/corpus';
import type { RagClient } from '../../clients/rag.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { oneLine } from '../one-line.ts';

/** Ids as gecko makes them. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The document with this `source/path`, or with this id, or whose name is shown so: a name with line
 * breaks or control characters cannot be typed as it is.
 * @throws GeckoError DOCUMENT_MISSING, COLLECTION_MISSING
 */
export async function findDocument(
  client: RagClient,
  name: string,
  collection: string,
  signal: AbortSignal,
): Promise<DocumentRecord> {
  const [, source, path] = /^([^/]+)\/([\s\S]*[^/])$/.exec(name.normalize('NFC')) ?? [];
  if (source !== undefined && path !== undefined) {
    const exact = await client.documents({ collection, source, path, limit: 1 }, signal);
    const [document] = exact.documents;
    if (document) return document;
  }
  const found = UUID.test(name)
    ? await byId(client, name, collection, signal)
    : await amongAll(client, name, collection, signal);
  if (found) return found;
  throw new GeckoError('DOCUMENT_MISSING', `${collection} has no document ${name}`, {
    exitCode: exitCodes.failure,
    hint: '`gecko corpus list` shows the documents; `--collection NAME` looks elsewhere.',
  });
}

/** By the name as it is shown, where one alone is shown so, or by an id of another program. */
async function amongAll(
  client: RagClient,
  name: string,
  collection: string,
  signal: AbortSignal,
): Promise<DocumentRecord | null> {
  const shown: DocumentRecord[] = [];
  for await (const document of client.allDocuments({ collection }, signal)) {
    if (document.id === name) return document;
    if (oneLine(`${document.source}/${document.path}`) === name) shown.push(document);
  }
  const [only, ...others] = shown;
  return only && others.length === 0 ? only : null;
}

async function byId(
  client: RagClient,
  id: string,
  collection: string,
  signal: AbortSignal,
): Promise<DocumentRecord | null> {
  try {
    return await client.record(id, collection, signal);
  } catch (error) {
    if (error instanceof GeckoError && error.code === 'DOCUMENT_MISSING') return null;
    throw error;
  }
}
