import type { Piece } from './manifest.ts';
import type { RepositoryPlace } from './place.ts';
import { readPackedPiece } from './read-packed-piece.ts';

/**
 * The bytes of a piece, proven by their sum.
 * @throws Damage where they are missing or others
 */
export async function readPiece(
  place: Pick<RepositoryPlace, 'read'>,
  piece: Piece,
): Promise<Buffer> {
  return (await readPackedPiece(place, piece)).bytes;
}
