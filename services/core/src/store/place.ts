import type { DocumentRecord } from '../contract/corpus.ts';

export type Place = Pick<DocumentRecord, 'id' | 'source' | 'path'>;

/** Where a document stands in a listing, and the cursor between its pages. Compared by UTF-16 units. */
export function place({ source, path, id }: Place): string {
  return `${source}/${path} ${id}`;
}

/** In the order of listings. */
export function inOrder<T extends Place>(items: readonly T[]): T[] {
  // Made once for each, and not at each comparison.
  return items
    .map((item) => ({ item, at: place(item) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ item }) => item);
}
