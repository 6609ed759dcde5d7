import type { DocumentRecord } from '../../contract/corpus.ts';
import { FIXED_FIELDS } from '../tags.ts';

/** Field names and values of a generation, for filters named in questions; read once, then kept up. */
export interface Facets {
  fields(): Promise<string[]>;
  values(field: string, limit: number): Promise<string[]>;
  /** New records are counted; removed ones make the next call read again. */
  add(records: readonly DocumentRecord[]): void;
  reset(): void;
}

export function createFacets(readAll: () => Promise<DocumentRecord[]>): Facets {
  let loading: Promise<Map<string, Map<string, number>>> | undefined;

  return {
    async fields() {
      return [...new Set([...FIXED_FIELDS, ...(await load()).keys()])];
    },
    async values(field, limit) {
      const counts = (await load()).get(field.toLowerCase()) ?? new Map<string, number>();
      return [...counts]
        .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([value]) => value);
    },
    add(records) {
      void loading?.then((facets) => {
        for (const record of records) count(facets, record);
      });
    },
    reset() {
      loading = undefined;
    },
  };

  function load() {
    loading ??= readAll().then((records) => {
      const facets = new Map<string, Map<string, number>>();
      for (const record of records) count(facets, record);
      return facets;
    });
    return loading;
  }
}

function count(facets: Map<string, Map<string, number>>, record: DocumentRecord): void {
  const { source, path, mediaType, language, metadata } = record;
  const type = mediaType.split('/').at(-1) ?? mediaType;
  const all = { source, path, type, ...(language ? { language } : {}), ...metadata };
  for (const [key, values] of Object.entries(all)) {
    const field = key.normalize('NFC').toLowerCase();
    const counts = facets.get(field) ?? new Map<string, number>();
    facets.set(field, counts);
    for (const value of [values].flat()) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
}
