import type { DocumentRecord } from '../../contract/corpus.ts';
import { inOrder, type Place, place } from '../place.ts';
import type { DocumentQuery } from '../port.ts';
import { anyOf, type Condition, is } from './conditions.ts';
import { toRecord } from './points.ts';
import type { Qdrant } from './qdrant.ts';
import { readRecords } from './read-records.ts';
import { scroll } from './scroll.ts';

/** Records a page of the search for places; three short strings each. */
const PLACES = 10_000;

/** What `toRecord` needs. */
const RECORD_FIELDS = ['revision_key', 'record'];

/**
 * A page of records in the order of their places. Qdrant sorts by numbers and dates alone, so the places
 * of all that match are read for each page; none are kept for the next one, because other processes write
 * too. Whoever needs all records takes `listRecords`.
 */
export async function listDocuments(
  qdrant: Qdrant,
  documents: string,
  query: DocumentQuery,
): Promise<{ documents: DocumentRecord[]; next: string | null }> {
  const { limit, cursor: after } = query;
  const must = conditionsOf(query);
  if (must === null) return { documents: [], next: null };
  const places: Place[] = [];
  const fields = ['document_id', 'source', 'path'];
  for await (const { payload } of scroll(qdrant, documents, { must, fields, page: PLACES })) {
    const [id, source, path] = [payload?.document_id, payload?.source, payload?.path].map(String);
    if (id === undefined || source === undefined || path === undefined) continue;
    const one = { id, source, path };
    if (after === undefined || place(one) > after) places.push(one);
  }
  const page = inOrder(places).slice(0, limit);
  const last = page.at(-1);
  const records = await readRecords(
    qdrant,
    documents,
    page.map(({ id }) => id),
  );
  return {
    documents: inOrder([...records.values()].map(({ record }) => record)),
    next: places.length > page.length && last ? place(last) : null,
  };
}

/** Every record, or those of one source, in the same order. */
export async function listRecords(
  qdrant: Qdrant,
  documents: string,
  query: Pick<DocumentQuery, 'source'>,
): Promise<DocumentRecord[]> {
  const must = conditionsOf(query) ?? [];
  const records: DocumentRecord[] = [];
  for await (const { payload } of scroll(qdrant, documents, { must, fields: RECORD_FIELDS }))
    records.push(toRecord(payload).record);
  return inOrder(records);
}

/** Null where nothing can match. */
function conditionsOf({
  source,
  path,
  contentHashes,
  ids,
}: Omit<DocumentQuery, 'limit'>): Condition[] | null {
  if (contentHashes?.length === 0 || ids?.length === 0) return null;
  return [
    is('kind', 'record'),
    ...(source === undefined ? [] : [is('source', source)]),
    ...(path === undefined ? [] : [is('paths', path)]),
    ...(contentHashes ? [anyOf('content_hash', contentHashes)] : []),
    ...(ids ? [anyOf('document_id', ids)] : []),
  ];
}
