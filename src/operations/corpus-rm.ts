import type { DocumentRecord } from '@gecko/core/contract/corpus';
import type { RagClient } from '../clients/rag.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { ensureBackend } from './backend.ts';
import { findDocument } from './corpus/find-document.ts';
import { oneLine } from './one-line.ts';
import { removeAll } from './remove-all.ts';

export interface CorpusRmInput {
  /** Ids, or `source/path`. */
  names: readonly string[];
  /** All documents of this source. */
  source?: string | undefined;
  collection?: string | undefined;
}

/**
 * Removes documents; all names are looked up before the first goes. A whole source needs a yes.
 * @throws GeckoError USAGE (exit 2), DOCUMENT_MISSING, CONFIRMATION_NEEDED, NOT_CONFIRMED (5)
 */
export async function removeDocuments(input: CorpusRmInput, runtime: Runtime): Promise<Report> {
  if (input.names.length === 0 && input.source === undefined)
    throw new GeckoError('USAGE', 'gecko corpus rm needs a document or --source NAME', {
      exitCode: exitCodes.usage,
      hint: '`gecko corpus list` shows the documents.',
    });
  const collection = input.collection ?? runtime.config.corpus.collection;
  const client = await ensureBackend(runtime);
  const documents = [
    ...(await namedDocuments(client, input.names, collection, runtime)),
    ...(await sourceDocuments(client, input.source, collection, runtime)),
  ];
  const { ui, signal } = runtime;
  const gone = await removeAll({ documents, client, collection, ui, signal });
  const removed = documents
    .filter(({ id }) => gone.has(id))
    .map(({ source, path }) => `${source}/${path}`);
  return {
    json: { removed },
    text: () =>
      removed.map((name) => `removed ${oneLine(name)}`).join('\n') || 'Nothing to remove.',
  };
}

async function namedDocuments(
  client: RagClient,
  names: readonly string[],
  collection: string,
  { signal }: Runtime,
): Promise<DocumentRecord[]> {
  const documents: DocumentRecord[] = [];
  for (const name of names) documents.push(await findDocument(client, name, collection, signal));
  return documents;
}

async function sourceDocuments(
  client: RagClient,
  source: string | undefined,
  collection: string,
  { ui, signal }: Runtime,
): Promise<DocumentRecord[]> {
  if (source === undefined) return [];
  const documents: DocumentRecord[] = [];
  for await (const document of client.allDocuments({ collection, source }, signal))
    documents.push(document);
  const question = `Remove all ${documents.length} documents of ${source}?`;
  if (documents.length === 0 || (await ui.confirm(question, '--yes'))) return documents;
  throw new GeckoError('NOT_CONFIRMED', 'Nothing was removed', {
    exitCode: exitCodes.confirmation,
  });
}
