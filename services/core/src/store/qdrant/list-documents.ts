import type { DocumentRecord } from '../../contract/corpus.ts';
import type { DocumentQuery } from '../port.ts';
import { anyOf, type Condition, is } from './conditions.ts';
import type { Qdrant } from './qdrant.ts';
import { readRecords } from './read-records.ts';
import { scroll } from './scroll.ts';

/** Records a page of the search for places; three short strings each. */
const PLACES = 10_000;

/**
 * A page of records in the order of their places. Qdrant sorts by numbers and dates alone, so the places
 * of all that match are read for each page.
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
  places.sort(byPlace);
  const page = places.slice(0, limit);
  const last = page.at(-1);
  const records = await readRecords(
    qdrant,
    documents,
    page.map(({ id }) => id),
  );
  return {
    documents: [...records.values()].map(({ record }) => record).sort(byPlace),
    next: places.length > page.length && last ? place(last) : null,
  };
}

/** Null where nothing can match. */
function conditionsOf({ source, path, contentHashes, ids }: DocumentQuery): Condition[] | null {
  if (contentHashes?.length === 0 || ids?.length === 0) return null;
  return [
    is('kind', 'record'),
    ...(source === undefined ? [] : [is('source', source)]),
    ...(path === undefined ? [] : [is('paths', path)]),
    ...(contentHashes ? [anyOf('content_hash', contentHashes)] : []),
    ...(ids ? [anyOf('document_id', ids)] : []),
  ];
}

type Place = Pick<DocumentRecord, 'id' | 'source' | 'path'>;

/** Order of listings, and the cursor between their pages. */
function place({ source, path, id }: Place): string {
  return `${source}/${path} ${id}`;
}

function byPlace(a: Place, b: Place): number {
  return place(a) < place(b) ? -1 : 1;
}
