/** Beside the data in a live volume while it is replaced: how far that is. */
export const MARKER = '.gecko-swap';

/** Names at the top of a volume that no data may have. */
export const RESERVED: readonly string[] = [MARKER, `${MARKER}.new`];
