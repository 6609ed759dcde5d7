/** Bytes of the pieces that files are stored in; the last of each is shorter. */
export const PIECE_SIZE = 4 * 1024 * 1024;
