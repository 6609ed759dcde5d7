import type { Schemas } from '@qdrant/js-client-rest';
import type { CandidateQuery, Candidates } from '../port.ts';
import { toTagFilter } from '../tags.ts';
import { filterConditions, is } from './conditions.ts';
import { queryVector } from './lex-vector.ts';
import { CANDIDATE_FIELDS, type Found, toFound } from './points.ts';
import type { Qdrant } from './qdrant.ts';

/** Both candidate lists, of live chunks only, in one request. */
export async function searchCandidates(
  qdrant: Qdrant,
  collection: string,
  query: CandidateQuery,
): Promise<Candidates> {
  const { dense, terms = [], limit, signal } = query;
  signal?.throwIfAborted();
  const conditions = filterConditions(toTagFilter(query.filter));
  const isLexical = terms.length > 0;
  if (!conditions || (!dense && !isLexical)) return { dense: [], lexical: [] };
  const shared = {
    filter: { must: [is('live', true), ...conditions] },
    limit,
    with_payload: CANDIDATE_FIELDS,
  };
  const searches: Schemas['QueryRequest'][] = [
    ...(dense ? [{ ...shared, query: Array.from(dense), using: 'dense' }] : []),
    ...(isLexical ? [{ ...shared, query: queryVector(terms), using: 'lex' }] : []),
  ];
  const answers = await qdrant.read(
    `searching ${collection}`,
    (client) => client.queryBatch(collection, { searches }),
    signal,
  );
  const lists = answers.map(({ points }) => points.map(toFound));
  const counts = newestRevisions(lists.flat());
  const [first = [], second = []] = lists.map((list) => order(list.filter(counts)));
  return dense ? { dense: first, lexical: second } : { dense: [], lexical: first };
}

/**
 * A commit makes the new revision live and deletes the old one in one request, but not in one moment:
 * of a document that is seen in both, the revision that was written later counts.
 */
function newestRevisions(found: readonly Found[]): (one: Found) => boolean {
  const newest = new Map<string, Found>();
  for (const one of found) {
    const other = newest.get(one.document.id);
    if (!other || one.written > other.written) newest.set(one.document.id, one);
  }
  return ({ document, revisionKey }) => newest.get(document.id)?.revisionKey === revisionKey;
}

/** Equal scores come in any order from Qdrant; the id decides. */
function order(found: readonly Found[]): Candidates['dense'] {
  return found
    .map(({ chunk, document, score }) => ({ chunk, document, score }))
    .sort((a, b) => b.score - a.score || (a.chunk.id < b.chunk.id ? -1 : 1));
}
