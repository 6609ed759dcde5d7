import type { Table } from '@lancedb/lancedb';
import type { Candidate, CandidateQuery, Candidates } from '../port.ts';
import { toTagFilter } from '../tags.ts';
import type { Hidden } from './committer.ts';
import type { Lance } from './load.ts';
import { allOf, filterCondition, isIn } from './predicate.ts';
import { CANDIDATE_COLUMNS, toCandidate } from './tables.ts';

/** Most occurrences of a term that are counted; beyond it the term is simply frequent. */
const MOST_COUNTED = 2_000;

/** How often a query is asked again because a commit changed what is visible while it ran. */
const MOST_RETRIES = 3;

/** Both candidate lists, of live chunks only. */
export async function searchCandidates(
  lance: Lance,
  chunks: Table,
  hidden: Hidden,
  query: CandidateQuery,
): Promise<Candidates> {
  for (let attempt = 0; ; attempt += 1) {
    const { epoch } = hidden;
    const seen = new Set(hidden.keys);
    const where = allOf([
      filterCondition(toTagFilter(query.filter)),
      seen.size > 0 ? `NOT (${isIn('revision_key', [...seen])})` : undefined,
    ]);
    const [dense, lexical] = await Promise.all([
      query.dense ? searchDense(chunks, query.dense, where, query.limit) : [],
      query.terms?.length ? searchLexical(lance, chunks, query.terms, where, query.limit) : [],
    ]);
    query.signal?.throwIfAborted();
    if (hidden.epoch === epoch || attempt >= MOST_RETRIES) {
      return { dense: order(dense, query.limit), lexical: order(lexical, query.limit) };
    }
  }
}

async function searchDense(
  chunks: Table,
  vector: Float32Array,
  where: string | undefined,
  limit: number,
): Promise<Candidate[]> {
  // The index stores scalar-quantised vectors: more are taken, and their true distances computed.
  const search = chunks
    .vectorSearch(vector)
    .distanceType('cosine')
    .nprobes(20)
    .ef(limit * 4)
    .refineFactor(4);
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

/** How many chunks hold each term, counted up to a bound. */
export async function countTerms(
  lance: Lance,
  chunks: Table,
  terms: readonly string[],
): Promise<{ chunks: number; frequencies: Map<string, number> }> {
  const total = await chunks.countRows();
  const limit = Math.min(total, MOST_COUNTED);
  const counted = await Promise.all(
    terms.map(async (term) => {
      if (total === 0) return [term, 0] as const;
      const rows = await chunks
        .query()
        .fullTextSearch(new lance.MatchQuery(term, 'lex'))
        .select(['_score'])
        .limit(limit)
        .toArray();
      return [term, rows.length] as const;
    }),
  );
  return { chunks: total, frequencies: new Map(counted) };
}
