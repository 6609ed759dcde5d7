import type { DocumentRecord } from '@gecko/core/contract/corpus';
import type { RagClient } from '../../clients/rag.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { allDocuments } from '../all-documents.ts';

/**
 * The document with this id, or with this `source/path` as citations show it.
 * @throws GeckoError DOCUMENT_MISSING
 */
export async function findDocument(
  client: RagClient,
  name: string,
  collection: string,
  signal: AbortSignal,
): Promise<DocumentRecord> {
  for await (const document of allDocuments(client, { collection }, signal))
    if (document.id === name || `${document.source}/${document.path}` === name.normalize('NFC'))
      return document;
  throw new GeckoError('DOCUMENT_MISSING', `${collection} has no document ${name}`, {
    exitCode: exitCodes.failure,
    hint: '`gecko corpus list` shows the documents; `--collection NAME` looks elsewhere.',
  });
}
