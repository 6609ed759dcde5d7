import type { Clock } from '../../clock.ts';
import { FIXED_FIELDS, fieldName } from '../tags.ts';
import { is } from './conditions.ts';
import { parseFacet } from './points.ts';
import type { Qdrant } from './qdrant.ts';

/** Most frequent values that are looked at: of all fields together, and paths apart. */
const MOST_VALUES = 10_000;

/** Another process may write; its documents are seen after so long. */
const KEPT_MS = 5_000;

/** Field names and values of a generation, counted by Qdrant. */
export interface Facets {
  fields(): Promise<string[]>;
  values(field: string, limit: number): Promise<string[]>;
  /** After a write of this process. */
  reset(): void;
}

type Values = Map<string, string[]>;

export function createFacets(qdrant: Qdrant, documents: string, clock: Clock): Facets {
  let kept: { until: number; values: Promise<Values> } | undefined;

  return {
    async fields() {
      return [...new Set([...FIXED_FIELDS, ...(await load()).keys()])];
    },
    async values(field, limit) {
      const name = fieldName(field);
      const values = name === 'path' ? await count('path') : ((await load()).get(name) ?? []);
      return values.slice(0, limit);
    },
    reset() {
      kept = undefined;
    },
  };

  async function load(): Promise<Values> {
    if (!kept || clock.monotonic() > kept.until)
      kept = { until: clock.monotonic() + KEPT_MS, values: group() };
    const { values } = kept;
    try {
      return await values;
    } catch (error) {
      kept = undefined;
      throw error;
    }
  }

  /** Values of each field, most frequent first. */
  async function group(): Promise<Values> {
    const grouped: Values = new Map();
    for (const keyword of await count('facets')) {
      const [field, value] = parseFacet(keyword);
      const values = grouped.get(field) ?? [];
      values.push(value);
      grouped.set(field, values);
    }
    return grouped;
  }

  async function count(key: 'facets' | 'path'): Promise<string[]> {
    const { hits } = await qdrant.read(`counting values in ${documents}`, (client) =>
      client.facet(documents, {
        key,
        limit: MOST_VALUES,
        exact: true,
        filter: { must: [is('kind', 'record')] },
      }),
    );
    return hits
      .map(({ value, count }) => ({ value: String(value), count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .map(({ value }) => value);
  }
}
