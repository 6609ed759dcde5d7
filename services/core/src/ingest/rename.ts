import type { PutResponse } from '../contract/corpus.ts';
import { ServiceError } from '../contract/errors.ts';
import type { GenerationStore } from '../store/port.ts';
import { chunkId, documentId } from './identity.ts';

export interface RenameRequest {
  collection: string;
  source: string;
  path: string;
  /** Path under which the document is stored now. */
  from: string;
}

/**
 * Takes a stored document over to another path of its source: new ids, the same text and vectors;
 * nothing is parsed or embedded.
 * @throws ServiceError DOCUMENT_MISSING
 */
export async function renameDocument(
  generation: GenerationStore,
  { collection, source, path, from }: RenameRequest,
): Promise<PutResponse> {
  const old = await generation.stored(documentId(collection, source, from));
  if (!old) {
    throw new ServiceError(
      'DOCUMENT_MISSING',
      `${source}/${from} is not in ${collection}`,
      'Send the document itself.',
    );
  }
  const nfc = path.normalize('NFC');
  const id = documentId(collection, source, nfc);
  const { revision } = old.record;
  const chunks = old.chunks.map((chunk) => ({
    ...chunk,
    id: chunkId(id, revision, chunk.ordinal),
    documentId: id,
  }));
  await generation.commit([{ ...old, record: { ...old.record, id, path: nfc }, chunks }]);
  await generation.remove([old.record.id]);
  return { id, revision, action: 'renamed', chunks: chunks.length, embedded: 0 };
}
