import { z } from 'zod';
import { type Payload, parseFilter, type Test, valuesAt } from './filter.ts';
import { comparePointIds, type PointId, parsePointId } from './point-id.ts';
import { formatError, Refusal, wrongInput } from './refusal.ts';
import { parseConfigs, parsePointVectors, type Vector, type VectorConfigs } from './vectors.ts';

export interface StoredPoint {
  id: PointId;
  version: number;
  vectors: Map<string, Vector>;
  payload: Payload;
}

/** One collection in memory: its points, payload indexes and metadata. */
export interface FakeCollection {
  /** As they were given at creation. */
  params: { vectors: unknown; sparse_vectors?: unknown };
  metadata: Payload | undefined;
  configs: VectorConfigs;
  points: Map<PointId, StoredPoint>;
  indexes: Map<string, string>;
  operations: number;
}

export function createFakeCollection(body: Payload): FakeCollection {
  const { vectors, sparse_vectors, metadata } = body;
  return {
    params: { vectors: vectors ?? {}, ...(sparse_vectors ? { sparse_vectors } : {}) },
    metadata:
      metadata === undefined ? undefined : z.record(z.string(), z.unknown()).parse(metadata),
    configs: parseConfigs(vectors, sparse_vectors),
    points: new Map(),
    indexes: new Map(),
    operations: 0,
  };
}

const Selector = z.union([
  z.object({ points: z.array(z.unknown()) }),
  z.object({ filter: z.looseObject({}) }),
]);

const PayloadChange = z.object({
  payload: z.record(z.string(), z.unknown()).optional(),
  keys: z.array(z.string()).optional(),
});

/** Changes of points by the name that a batch of them gives each. @returns the operation's number */
export const operations: Record<string, (collection: FakeCollection, body: Payload) => number> = {
  upsert(collection, body) {
    const given = z.array(z.record(z.string(), z.unknown())).safeParse(body.points ?? rows(body));
    if (!given.success) throw formatError('Invalid PointInsertOperations format');
    if (given.data.length === 0) throw new Refusal(400, 'Bad request: Empty update request');
    const points = given.data.map(({ id, vector, payload }) => ({
      id: parsePointId(id),
      vectors: parsePointVectors(vector, collection.configs),
      payload: parsePayload(payload),
    }));
    collection.operations += 1;
    for (const point of points)
      collection.points.set(point.id, { ...point, version: collection.operations });
    return collection.operations;
  },
  delete(collection, body) {
    const selected = select(
      collection,
      body,
      'data did not match any variant of untagged enum PointsSelector',
    );
    collection.operations += 1;
    for (const { id } of selected) collection.points.delete(id);
    return collection.operations;
  },
  set_payload: (collection, body) =>
    changePayload(collection, body, (old, { payload }) => ({ ...old, ...payload })),
  overwrite_payload: (collection, body) =>
    changePayload(collection, body, (_, { payload }) => ({ ...payload })),
  delete_payload: (collection, body) =>
    changePayload(collection, body, (old, { keys = [] }) =>
      Object.fromEntries(Object.entries(old).filter(([key]) => !keys.includes(key))),
    ),
  clear_payload: (collection, body) => changePayload(collection, body, () => ({})),
};

const Columns = z.object({
  ids: z.array(z.unknown()),
  vectors: z.record(z.string(), z.array(z.unknown())),
  payloads: z.array(z.unknown()).default([]),
});

/** Points that came column by column. */
function rows({ batch }: Payload): unknown {
  const columns = Columns.safeParse(batch);
  if (!columns.success) return undefined;
  const { ids, vectors, payloads } = columns.data;
  return ids.map((id, i) => ({
    id,
    vector: Object.fromEntries(Object.entries(vectors).map(([name, all]) => [name, all[i]])),
    payload: payloads[i],
  }));
}

function changePayload(
  collection: FakeCollection,
  body: Payload,
  change: (old: Payload, body: z.infer<typeof PayloadChange>) => Payload,
): number {
  const selected = select(collection, body, 'Either list of point ids or filter must be provided');
  collection.operations += 1;
  for (const point of selected) {
    point.payload = change(point.payload, PayloadChange.parse(body));
    point.version = collection.operations;
  }
  return collection.operations;
}

function select(collection: FakeCollection, body: Payload, otherwise: string): StoredPoint[] {
  const selector = Selector.safeParse(body);
  if (!selector.success) throw formatError(otherwise);
  if ('points' in selector.data) {
    const ids = selector.data.points.map(parsePointId);
    return ids.flatMap((id) => collection.points.get(id) ?? []);
  }
  const test = parseFilter(selector.data.filter);
  return [...collection.points.values()].filter(test);
}

function parsePayload(payload: unknown): Payload {
  const parsed = z.record(z.string(), z.unknown()).nullish().safeParse(payload);
  if (!parsed.success) throw formatError('invalid type: sequence, expected a map');
  return parsed.data ?? {};
}

/** Points that pass, in the order of their ids. */
export function pointsWhere(collection: FakeCollection, test: Test): StoredPoint[] {
  return [...collection.points.values()].filter(test).sort((a, b) => comparePointIds(a.id, b.id));
}

export function countFacet(
  collection: FakeCollection,
  { key, limit = 10, filter }: { key: string; limit?: number | undefined; filter?: unknown },
): { value: unknown; count: number }[] {
  if (!collection.indexes.has(key))
    throw wrongInput(
      `No appropriate index for faceting: \`${key}\`. Please create one to facet on this field. Check https://qdrant.tech/documentation/concepts/indexing/#payload-index to see which payload schemas support Match conditions`,
    );
  const counts = new Map<unknown, number>();
  for (const { payload } of pointsWhere(collection, parseFilter(filter)))
    for (const value of new Set(valuesAt(payload, key)))
      counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (String(a.value) < String(b.value) ? -1 : 1))
    .slice(0, limit);
}
