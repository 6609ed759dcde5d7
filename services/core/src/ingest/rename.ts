import type { PutResponse } from '../contract/corpus.ts';
import { ServiceError } from '../contract/errors.ts';
import { readsTheSame } from '../documents/parse.ts';
import type { GenerationStore } from '../store/port.ts';
import { chunkId, documentId } from './identity.ts';

export interface RenameRequest {
  collection: string;
  source: string;
  path: string;
  /** Path under which the document is stored now. */
  from: string;
  signal: AbortSignal;
}

/**
 * Takes a stored document over to another path of its source: new ids, the same text and vectors;
 * nothing is parsed or embedded.
 *
 * @throws ServiceError DOCUMENT_MISSING, DOCUMENT_EXISTS, or CONTENT_NEEDED where the new path makes
 * another document of the same bytes
 */
export async function renameDocument(
  generation: GenerationStore,
  { collection, source, path, from }: RenameRequest,
): Promise<PutResponse> {
  const nfc = path.normalize('NFC');
  const id = documentId(collection, source, nfc);
  const old = await generation.stored(documentId(collection, source, from));
  if (!old) throw missing(`${source}/${from}`, collection);
  const { record } = old;
  const { revision } = record;
  const count = old.chunks.length;
  if (record.id === id) return { id, revision, action: 'unchanged', chunks: count, embedded: 0 };
  const there = await generation.document(id);
  // The first half of an earlier try is done.
  if (there?.revision === revision) {
    await generation.remove([record.id]);
    return { id, revision, action: 'renamed', chunks: count, embedded: 0 };
  }
  if (there) throw exists(`${source}/${nfc}`, collection);
  if (!readsTheSame(record, nfc)) throw contentNeeded(`${source}/${nfc}`);
  const chunks = old.chunks.map((chunk) => ({
    ...chunk,
    id: chunkId(id, revision, chunk.ordinal),
    documentId: id,
  }));
  await generation.commit([{ ...old, record: { ...record, id, path: nfc }, chunks }]);
  await generation.remove([record.id]);
  return { id, revision, action: 'renamed', chunks: count, embedded: 0 };
}

function missing(name: string, collection: string): ServiceError {
  return new ServiceError(
    'DOCUMENT_MISSING',
    `${name} is not in ${collection}`,
    'Send the document itself.',
  );
}

function exists(name: string, collection: string): ServiceError {
  return new ServiceError(
    'DOCUMENT_EXISTS',
    `${name} is in ${collection} already`,
    'Send the document itself, or remove that one first.',
  );
}

function contentNeeded(name: string): ServiceError {
  return new ServiceError(
    'CONTENT_NEEDED',
    `as ${name} the document would be read otherwise: by another format or with another title`,
    'Send its bytes together with from.',
  );
}
