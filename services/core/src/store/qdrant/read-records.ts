import { z } from 'zod';
import type { DocumentRecord } from '../../contract/corpus.ts';
import { recordPointId, toRecord } from './points.ts';
import type { Qdrant } from './qdrant.ts';

/** Ids in one request. */
const IDS = 1_000;

/** The records of those of the documents that are there, by id. */
export async function readRecords(
  qdrant: Qdrant,
  documents: string,
  ids: readonly string[],
): Promise<Map<string, { record: DocumentRecord; key: string }>> {
  const payloads = await retrieve(qdrant, documents, ids, ['revision_key', 'record']);
  return new Map(payloads.map(toRecord).map((head) => [head.record.id, head]));
}

const Key = z.object({ document_id: z.string(), revision_key: z.string() });

/** Which revision counts of each of the documents that are there: its key, by the document's id. */
export async function readKeys(
  qdrant: Qdrant,
  documents: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const payloads = await retrieve(qdrant, documents, ids, ['document_id', 'revision_key']);
  const keys = payloads.map((payload) => Key.parse(payload));
  return new Map(keys.map(({ document_id, revision_key }) => [document_id, revision_key]));
}

async function retrieve(
  qdrant: Qdrant,
  documents: string,
  ids: readonly string[],
  fields: string[],
): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let start = 0; start < ids.length; start += IDS) {
    const points = await qdrant.read(`reading records of ${documents}`, (client) =>
      client.retrieve(documents, {
        ids: ids.slice(start, start + IDS).map(recordPointId),
        with_payload: fields,
      }),
    );
    found.push(...points.map(({ payload }) => payload));
  }
  return found;
}
