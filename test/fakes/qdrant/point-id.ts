import { formatError } from './refusal.ts';

export type PointId = number | string;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An unsigned integer, or a UUID with or without its hyphens, in any case. */
export function parsePointId(value: unknown): PointId {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  const bare = String(value).toLowerCase().replaceAll('-', '');
  const uuid = bare.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (typeof value === 'string' && UUID.test(uuid)) return uuid;
  throw formatError(
    `value ${value} is not a valid point ID, valid values are either an unsigned integer or a UUID`,
  );
}

/** Numbers first, then UUIDs. */
export function comparePointIds(a: PointId, b: PointId): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
