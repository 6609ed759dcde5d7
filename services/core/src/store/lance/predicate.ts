import type { TagFilter } from '../tags.ts';

/** A string as an SQL literal of DataFusion: quotes doubled, nothing else has a meaning. */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** `column IN (…)`; an empty list matches nothing. */
export function isIn(column: string, values: readonly string[]): string {
  return values.length === 0 ? 'false' : `${column} IN (${values.map(literal).join(', ')})`;
}

/** Every condition, or undefined where there is none. */
export function allOf(conditions: readonly (string | undefined)[]): string | undefined {
  const present = conditions.filter((condition) => condition !== undefined);
  return present.length === 0 ? undefined : present.map((one) => `(${one})`).join(' AND ');
}

/** A path, or everything below it when it ends in `/`. */
export function pathCondition(path: string): string {
  return path.endsWith('/') ? `starts_with(path, ${literal(path)})` : `path = ${literal(path)}`;
}

/** The condition of a metadata filter on the columns `tags` and `path`. */
export function filterCondition({ tags, paths }: TagFilter): string | undefined {
  return allOf([
    ...tags.map(
      (any) => any.map((tag) => `array_has(tags, ${literal(tag)})`).join(' OR ') || 'false',
    ),
    paths.length === 0 ? undefined : paths.map(pathCondition).join(' OR '),
  ]);
}
