import type { DocumentRecord } from '../contract/corpus.ts';
import type { Filter } from '../contract/filter.ts';

/** Fields that every document has, beside its metadata. */
export const FIXED_FIELDS = ['source', 'path', 'type', 'language'] as const;

/**
 * What a document can be filtered by, the same in every store: `key=value` strings, folded to lower
 * case; `path` is apart, because it also matches as a prefix.
 */
export function tagsOf(record: Tagged): string[] {
  return [
    tag('type', record.mediaType),
    ...fieldValues(record).map(([field, value]) => tag(field, value)),
  ];
}

type Tagged = Pick<DocumentRecord, 'source' | 'mediaType' | 'language' | 'metadata'>;

/**
 * Each field of a document with each of its values. Front matter cannot add to the fixed ones: a
 * document must not pass for one of another source.
 */
export function fieldValues({
  source,
  mediaType,
  language,
  metadata,
}: Tagged): [field: string, value: string][] {
  return [
    ['source', source],
    ['type', mediaType.split('/').at(-1) ?? mediaType],
    ...(language ? ([['language', language]] satisfies [string, string][]) : []),
    ...Object.entries(metadata)
      .filter(([key]) => !isFixed(fieldName(key)))
      .flatMap(([key, values]) =>
        [values].flat().map((value): [string, string] => [fieldName(key), value]),
      ),
  ];
}

function isFixed(field: string): boolean {
  return FIXED_FIELDS.some((fixed) => fixed === field);
}

/** Fields are compared without regard to case. */
export function fieldName(key: string): string {
  return key.normalize('NFC').toLowerCase();
}

/** A filter with its fields as they are compared; of two spellings of one field the later counts. */
export function foldFields(filter: Filter): Filter {
  return Object.fromEntries(Object.entries(filter).map(([key, value]) => [fieldName(key), value]));
}

/** A filter as a conjunction of alternatives: all of `tags`, each any of its list, and any of `paths`. */
export interface TagFilter {
  tags: string[][];
  /** Exact paths, or prefixes that end in `/`; empty: any. */
  paths: string[];
}

export function toTagFilter(filter: Filter = {}): TagFilter {
  const { path, ...others } = foldFields(filter);
  return {
    tags: Object.entries(others).map(([key, values]) =>
      [values].flat().map((value) => tag(key, value)),
    ),
    paths: path === undefined ? [] : [path].flat().map((value) => value.normalize('NFC')),
  };
}

/** Whether a document passes; for stores that filter in memory. */
export function matches(
  { tags, paths }: TagFilter,
  path: string,
  has: ReadonlySet<string>,
): boolean {
  return (
    tags.every((any) => any.some((one) => has.has(one))) &&
    (paths.length === 0 ||
      paths.some((one) => (one.endsWith('/') ? path.startsWith(one) : path === one)))
  );
}

function tag(key: string, value: string): string {
  return `${fieldName(key)}=${value.normalize('NFC').toLowerCase()}`;
}
