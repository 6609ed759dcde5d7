/**
 * A value with every lone surrogate in its strings replaced by U+FFFD, which is as long: Qdrant refuses
 * JSON with one, and LanceDB's UTF-8 cannot hold it either.
 */
export function wellFormed<T>(value: T): T;
export function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\p{Surrogate}/gu, '\ufffd');
  if (Array.isArray(value)) return value.map((one) => wellFormed(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [wellFormed(key), wellFormed(one)]),
  );
}
