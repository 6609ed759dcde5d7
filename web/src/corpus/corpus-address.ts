/** Where the list of a collection is; null for the backend's own. */
export function listAddress(collection: string | null): string {
  return collection === null ? '/corpus' : `/corpus?${new URLSearchParams({ collection })}`;
}

/** Where a document is. */
export function documentAddress(id: string, collection: string): string {
  return `/corpus/${encodeURIComponent(id)}?${new URLSearchParams({ collection })}`;
}
