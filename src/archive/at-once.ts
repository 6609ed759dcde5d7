/**
 * Pieces on their way at once, each in memory whole, packed and unpacked: Node has four threads for such work,
 * and one is left to read and write files.
 */
export const AT_ONCE = 3;
