import { z } from 'zod';
import { type FakeCollection, pointsWhere, type StoredPoint } from './collection.ts';
import { parseFilter } from './filter.ts';
import { comparePointIds, parsePointId } from './point-id.ts';
import { presented } from './presented.ts';
import { formatError, Refusal, wrongInput } from './refusal.ts';
import { dot, parseDenseQuery, parseSparse, type Sparse, shortest } from './vectors.ts';

const Query = z.object({
  query: z.unknown().optional(),
  using: z.string().default(''),
  limit: z.number().default(10),
  offset: z.int().default(0),
  filter: z.unknown().optional(),
  with_payload: z.unknown().optional(),
  with_vector: z.unknown().optional(),
  score_threshold: z.number().default(Number.NEGATIVE_INFINITY),
});

/** Nearest points, exactly; equal scores in another order than their ids', as a real one may. */
export function query(collection: FakeCollection, body: unknown): { points: unknown[] } {
  const {
    query: given,
    using,
    limit,
    offset,
    filter,
    with_payload,
    with_vector,
    score_threshold,
  } = Query.parse(body);
  if (limit === 0)
    throw new Refusal(
      422,
      'Validation error in JSON body: [internal.limit: value 0 invalid, must be 1 or larger]',
    );
  if (limit < 0) throw formatError(`invalid value: integer \`${limit}\`, expected usize`);
  const points = pointsWhere(collection, parseFilter(filter));
  const scored = score(collection, points, nearest(given), using);
  const order = given === undefined ? 1 : -1;
  return {
    points: scored
      .filter(({ score }) => score >= score_threshold)
      .sort((a, b) => b.score - a.score || order * comparePointIds(a.point.id, b.point.id))
      .slice(offset, offset + limit)
      .map(({ point, score }) => {
        const { id, ...rest } = presented(point, with_payload ?? false, with_vector ?? false);
        return { id, version: point.version, score: shortest(score), ...rest };
      }),
  };
}

function nearest(given: unknown): unknown {
  const wrapped = z.strictObject({ nearest: z.unknown() }).safeParse(given);
  return wrapped.success ? wrapped.data.nearest : given;
}

function score(
  collection: FakeCollection,
  points: StoredPoint[],
  given: unknown,
  using: string,
): { point: StoredPoint; score: number }[] {
  if (given === undefined) return points.map((point) => ({ point, score: 1 }));
  if (typeof given === 'number' || typeof given === 'string') {
    const id = parsePointId(given);
    const vector = collection.points.get(id)?.vectors.get(using);
    if (!vector) throw new Refusal(404, `Not found: No point with id ${id} found`);
    const others = points.filter((point) => point.id !== id);
    return score(collection, others, ArrayBuffer.isView(vector) ? [...vector] : vector, using);
  }
  const { dense, sparse } = collection.configs;
  const config = dense.get(using);
  if (!config && !sparse.has(using)) throw wrongInput(`Not existing vector name error: ${using}`);
  if (!config) {
    const isIdf = sparse.get(using)?.modifier === 'idf';
    const wanted = parseSparse(given, 'internal.query');
    return scoreSparse(collection, points, wanted, using, isIdf);
  }
  const wanted = parseDenseQuery(given, config);
  return points.flatMap((point) => {
    const vector = point.vectors.get(using);
    return vector instanceof Float32Array ? [{ point, score: dot(vector, wanted) }] : [];
  });
}

/**
 * Dot products, with each index's inverse document frequency, ln(1 + (N − n + 0.5) / (n + 0.5)), over all
 * points with a sparse vector that is not empty, whatever the filter.
 */
function scoreSparse(
  collection: FakeCollection,
  points: StoredPoint[],
  wanted: Sparse,
  using: string,
  isIdf: boolean,
): { point: StoredPoint; score: number }[] {
  const isWanted = new Set(wanted.indices);
  const frequencies = new Map<number, number>();
  let total = 0;
  for (const { vectors } of collection.points.values()) {
    const vector = vectors.get(using);
    if (!vector || ArrayBuffer.isView(vector) || vector.indices.length === 0) continue;
    total += 1;
    for (const index of vector.indices)
      if (isWanted.has(index)) frequencies.set(index, (frequencies.get(index) ?? 0) + 1);
  }
  const idf = (index: number) => {
    const n = frequencies.get(index) ?? 0;
    return isIdf ? Math.log(1 + (total - n + 0.5) / (n + 0.5)) : 1;
  };
  const weights = new Map(
    wanted.indices.map((index, i) => [index, Math.fround((wanted.values[i] ?? 0) * idf(index))]),
  );
  return points.flatMap((point) => {
    const vector = point.vectors.get(using);
    if (!vector || ArrayBuffer.isView(vector)) return [];
    if (!vector.indices.some((index) => weights.has(index))) return [];
    const sum = vector.indices.reduce(
      (all, index, i) => all + (weights.get(index) ?? 0) * (vector.values[i] ?? 0),
      0,
    );
    return [{ point, score: Math.fround(sum) }];
  });
}
