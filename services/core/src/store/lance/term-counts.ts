import type { Table } from '@lancedb/lancedb';
import { type Hidden, visibleRows } from './hidden.ts';
import type { Lance } from './load.ts';

/**
 * Above this count a term is frequent: counting it reads long lists, and its weight hardly moves
 * while the collection changes by less than a tenth.
 */
const FREQUENT = 1_000;

/** Most terms whose counts are kept. */
const MOST_KEPT = 10_000;

/** How many chunks hold each term. */
export interface TermCounts {
  count(terms: readonly string[]): Promise<{ chunks: number; frequencies: Map<string, number> }>;
  forget(): void;
}

interface Counted {
  frequency: number;
  /** Chunks in the table at that time. */
  total: number;
  epoch: number;
}

/** Counts through the full-text index, and keeps what was counted while it holds. */
export function createTermCounts(lance: Lance, chunks: Table, hidden: Hidden): TermCounts {
  const kept = new Map<string, Counted>();

  return {
    async count(terms) {
      const { epoch } = hidden;
      const visible = visibleRows(hidden);
      const total = await chunks.countRows(visible);
      const frequencies = new Map<string, number>();
      await Promise.all(
        terms.map(async (term) => {
          const known = kept.get(term);
          const holds = known !== undefined && stillHolds(known, { total, epoch });
          const frequency = holds ? known.frequency : await search(term, total, visible);
          frequencies.set(term, frequency);
          if (!holds) keep(term, { frequency, total, epoch });
        }),
      );
      return { chunks: total, frequencies };
    },
    forget: () => kept.clear(),
  };

  function keep(term: string, counted: Counted): void {
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(term, counted);
  }

  async function search(term: string, total: number, where?: string): Promise<number> {
    if (total === 0) return 0;
    const query = chunks.query().fullTextSearch(new lance.MatchQuery(term, 'lex'));
    const found = await (where ? query.where(where) : query)
      .select(['_score'])
      .limit(total)
      .toArrow();
    return found.numRows;
  }
}

function stillHolds(known: Counted, now: { total: number; epoch: number }): boolean {
  if (known.epoch === now.epoch) return true;
  const change = Math.abs(now.total - known.total);
  return known.frequency >= FREQUENT && change * 10 < known.total;
}
