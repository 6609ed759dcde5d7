import type { DocumentRecord } from '../../contract/corpus.ts';
import { FIXED_FIELDS, fieldName, fieldValues } from '../tags.ts';

/** Field names and values of a generation, for filters named in questions; read once, then kept up. */
export interface Facets {
  fields(): Promise<string[]>;
  values(field: string, limit: number): Promise<string[]>;
  /** New records are counted; removed ones make the next call read again. */
  add(records: readonly DocumentRecord[]): void;
  reset(): void;
}

type Counts = Map<string, Map<string, number>>;

export function createFacets(readAll: () => Promise<DocumentRecord[]>): Facets {
  let loading: Promise<Counts> | undefined;

  return {
    async fields() {
      return [...new Set([...FIXED_FIELDS, ...(await load()).keys()])];
    },
    async values(field, limit) {
      const counts = (await load()).get(fieldName(field)) ?? new Map<string, number>();
      return [...counts]
        .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([value]) => value);
    },
    add(records) {
      loading?.then(
        (counts) => {
          for (const record of records) count(counts, record);
        },
        // Whoever asked was told; the next call reads again, these records too.
        () => {},
      );
    },
    reset() {
      loading = undefined;
    },
  };

  async function load(): Promise<Counts> {
    loading ??= countAll();
    try {
      return await loading;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  }

  async function countAll(): Promise<Counts> {
    const counts: Counts = new Map();
    for (const record of await readAll()) count(counts, record);
    return counts;
  }
}

function count(counts: Counts, record: DocumentRecord): void {
  for (const [field, value] of [...fieldValues(record), ['path', record.path] as const]) {
    const values = counts.get(field) ?? new Map<string, number>();
    counts.set(field, values);
    values.set(value, (values.get(value) ?? 0) + 1);
  }
}
