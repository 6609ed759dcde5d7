import type { Filter } from '@gecko/core/contract/filter';

/** `key=value` pairs as a filter; a key that comes twice matches any of its values. */
export function toFilter(pairs: readonly string[]): Filter {
  const values = new Map<string, string[]>();
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const key = pair.slice(0, equals);
    values.set(key, [...(values.get(key) ?? []), pair.slice(equals + 1)]);
  }
  return Object.fromEntries(
    [...values].map(([key, list]) => [key, list.length === 1 ? (list[0] ?? '') : list]),
  );
}
