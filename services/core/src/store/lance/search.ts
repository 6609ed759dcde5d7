import type { Table } from '@lancedb/lancedb';
import type { Candidate, CandidateQuery, Candidates } from '../port.ts';
import { toTagFilter } from '../tags.ts';
import type { WriterQueue } from '../writer-queue.ts';
import { probes } from './dense-index.ts';
import { type Hidden, visibleRows } from './hidden.ts';
import type { Lance } from './load.ts';
import { allOf, filterCondition } from './predicate.ts';
import { CANDIDATE_COLUMNS, toCandidate } from './tables.ts';

/** How often a query is asked again because a commit changed what is visible while it ran. */
const MOST_RETRIES = 3;

/** Both candidate lists, of live chunks only. */
export async function searchCandidates(
  lance: Lance,
  chunks: Table,
  hidden: Hidden,
  queue: WriterQueue,
  query: CandidateQuery,
): Promise<Candidates> {
  for (let attempt = 0; attempt < MOST_RETRIES; attempt += 1) {
    query.signal?.throwIfAborted();
    const { epoch } = hidden;
    const found = await searchBoth(lance, chunks, hidden, query);
    if (hidden.epoch === epoch) return found;
  }
  // Commits overtake it again and again: in the writer's queue nothing changes while it runs.
  return queue.run(() => searchBoth(lance, chunks, hidden, query), query.signal);
}

async function searchBoth(
  lance: Lance,
  chunks: Table,
  hidden: Hidden,
  query: CandidateQuery,
): Promise<Candidates> {
  const filter = filterCondition(toTagFilter(query.filter));
  const where = allOf([filter, visibleRows(hidden)]);
  const [dense, lexical] = await Promise.all([
    query.dense ? searchDense(chunks, query.dense, where, filter !== undefined, query.limit) : [],
    query.terms?.length ? searchLexical(lance, chunks, query.terms, where, query.limit) : [],
  ]);
  query.signal?.throwIfAborted();
  return { dense: order(dense, query.limit), lexical: order(lexical, query.limit) };
}

async function searchDense(
  chunks: Table,
  vector: Float32Array,
  where: string | undefined,
  isFiltered: boolean,
  limit: number,
): Promise<Candidate[]> {
  const search = chunks
    .vectorSearch(vector)
    .distanceType('cosine')
    .nprobes(probes(await chunks.countRows(), isFiltered));
  const rows = await (where ? search.where(where) : search)
    .select([...CANDIDATE_COLUMNS, '_distance'])
    .limit(limit)
    .toArray();
  return rows.map((row) => toCandidate(row, 1 - Number(row._distance)));
}

async function searchLexical(
  lance: Lance,
  chunks: Table,
  terms: readonly string[],
  where: string | undefined,
  limit: number,
): Promise<Candidate[]> {
  const search = chunks.query().fullTextSearch(new lance.MatchQuery(terms.join(' '), 'lex'));
  const rows = await (where ? search.where(where) : search)
    .select([...CANDIDATE_COLUMNS, '_score'])
    .limit(limit)
    .toArray();
  return rows.map((row) => toCandidate(row, Number(row._score)));
}

/** Equal scores come in any order from the store; the id decides. */
function order(candidates: Candidate[], limit: number): Candidate[] {
  return candidates
    .sort((a, b) => b.score - a.score || (a.chunk.id < b.chunk.id ? -1 : 1))
    .slice(0, limit);
}
