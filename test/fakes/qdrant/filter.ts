import { z } from 'zod';
import { type PointId, parsePointId } from './point-id.ts';
import { formatError } from './refusal.ts';

export type Payload = Record<string, unknown>;
export type Test = (point: { id: PointId; payload: Payload }) => boolean;

const CLAUSES = ['should', 'min_should', 'must', 'must_not'];
const Values = z.array(z.union([z.string(), z.int()]));
const Match = z.union([
  z.strictObject({ value: z.union([z.string(), z.boolean(), z.int()]) }),
  z.strictObject({ any: Values }),
  z.strictObject({ except: Values }),
]);
const Range = z.strictObject({
  gt: z.number().optional(),
  gte: z.number().optional(),
  lt: z.number().optional(),
  lte: z.number().optional(),
});

/** A filter as a test of one point. */
export function parseFilter(filter: unknown): Test {
  if (filter === undefined || filter === null) return () => true;
  const clauses = z.record(z.string(), z.unknown()).parse(filter);
  const unknown = Object.keys(clauses).find((name) => !CLAUSES.includes(name));
  if (unknown !== undefined)
    throw formatError(
      `unknown field \`${unknown}\`, expected one of ${CLAUSES.map((name) => `\`${name}\``).join(', ')}`,
    );
  const must = conditions(clauses.must);
  const mustNot = conditions(clauses.must_not);
  const should = conditions(clauses.should);
  const least = z
    .object({ conditions: z.unknown().optional(), min_count: z.int() })
    .optional()
    .parse(clauses.min_should);
  const some = conditions(least?.conditions);
  return (point) =>
    must.every((test) => test(point)) &&
    !mustNot.some((test) => test(point)) &&
    (should.length === 0 || should.some((test) => test(point))) &&
    (!least || some.filter((test) => test(point)).length >= least.min_count);
}

function conditions(given: unknown): Test[] {
  if (given === undefined || given === null) return [];
  if (typeof given !== 'object')
    throw formatError(`invalid type: integer \`${given}\`, expected null, array or map`);
  return [given].flat().map(parseCondition);
}

function parseCondition(given: unknown): Test {
  const one = z.record(z.string(), z.unknown()).parse(given);
  if (CLAUSES.some((name) => name in one)) return parseFilter(one);
  if ('has_id' in one) {
    const ids = new Set(z.array(z.unknown()).parse(one.has_id).map(parsePointId));
    return ({ id }) => ids.has(id);
  }
  if ('is_empty' in one) {
    const key = keyOf(one.is_empty);
    return ({ payload }) => valuesAt(payload, key).length === 0;
  }
  if ('is_null' in one) {
    const key = keyOf(one.is_null);
    return ({ payload }) => [lookUp(payload, key.split('.'))].flat().includes(null);
  }
  if (typeof one.key === 'string' && 'match' in one) return matchTest(one.key, one.match);
  if (typeof one.key === 'string' && 'range' in one) return rangeTest(one.key, one.range);
  throw formatError(
    'Expected some form of condition, which can be a field condition (like {"key": ..., "match": ... }), or some other mentioned in the documentation: https://qdrant.tech/documentation/concepts/filtering/#filtering-conditions',
  );
}

function keyOf(given: unknown): string {
  return z.object({ key: z.string() }).parse(given).key;
}

function matchTest(key: string, match: unknown): Test {
  const parsed = Match.safeParse(match);
  if (!parsed.success)
    throw formatError('data did not match any variant of untagged enum MatchInterface');
  const wanted = parsed.data;
  return ({ payload }) => {
    const values = valuesAt(payload, key);
    if ('value' in wanted) return values.includes(wanted.value);
    if ('any' in wanted) return values.some((value) => wanted.any.some((one) => one === value));
    return values.some((value) => !wanted.except.some((one) => one === value));
  };
}

function rangeTest(key: string, range: unknown): Test {
  const { gt, gte, lt, lte } = Range.parse(range);
  return ({ payload }) =>
    valuesAt(payload, key).some(
      (value) =>
        typeof value === 'number' &&
        (gt === undefined || value > gt) &&
        (gte === undefined || value >= gte) &&
        (lt === undefined || value < lt) &&
        (lte === undefined || value <= lte),
    );
}

/** Values under a key such as `a.b`, those of lists one by one; nulls count as none. */
export function valuesAt(payload: Payload, key: string): unknown[] {
  return [lookUp(payload, key.split('.'))]
    .flat(Number.POSITIVE_INFINITY)
    .filter((value) => value !== undefined && value !== null);
}

function lookUp(value: unknown, path: readonly string[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(value)) return value.map((one) => lookUp(one, path));
  return typeof value === 'object' && value !== null && Object.hasOwn(value, first)
    ? lookUp(Reflect.get(value, first), rest)
    : undefined;
}
