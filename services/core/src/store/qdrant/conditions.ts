import type { Schemas } from '@qdrant/js-client-rest';
import type { TagFilter } from '../tags.ts';
import { wellFormed } from './well-formed.ts';

export type Condition = Schemas['FieldCondition'];

/** Any of the values; an empty list must not come here, because it means nothing to some versions. */
export function anyOf(key: string, values: readonly string[]): Condition {
  return { key, match: { any: values.map(wellFormed<string>) } };
}

export function is(key: string, value: string | boolean): Condition {
  return { key, match: { value: wellFormed(value) } };
}

/** A metadata filter on the fields `tags` and `paths`; null where nothing can match. */
export function filterConditions({ tags, paths }: TagFilter): Condition[] | null {
  if (tags.some((any) => any.length === 0)) return null;
  return [
    ...tags.map((any) => anyOf('tags', any)),
    ...(paths.length === 0 ? [] : [anyOf('paths', paths)]),
  ];
}

/** A path and every folder above it, each ending in `/`: what `path` in a filter is compared with. */
export function pathsOf(path: string): string[] {
  const folders = [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1));
  return [...new Set([...folders, path])];
}
