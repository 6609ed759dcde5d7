import type { DocumentRecord } from '@gecko/core/contract/corpus';
import type { RagClient } from '../../clients/rag.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { allDocuments } from '../all-documents.ts';
import { oneLine } from '../one-line.ts';

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
  const shown: DocumentRecord[] = [];
  for await (const document of allDocuments(client, { collection }, signal)) {
    if (document.id === name) return document;
    if (oneLine(`${document.source}/${document.path}`) === name) shown.push(document);
  }
  const [only, ...others] = shown;
  if (only && others.length === 0) return only;
  throw new GeckoError('DOCUMENT_MISSING', `${collection} has no document ${name}`, {
    exitCode: exitCodes.failure,
    hint: '`gecko corpus list` shows the documents; `--collection NAME` looks elsewhere.',
  });
}
