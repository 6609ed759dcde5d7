/**
 * Pieces on their way at once, each in memory whole, packed and unpacked: as many as Node has threads for such
 * work, so that none waits for the steps of another.
 */
export const AT_ONCE = 4;
