import { inOrder } from '../in-order.ts';
import type { ManifestFile, Piece } from './manifest.ts';
import type { RepositoryPlace } from './place.ts';
import { readPiece } from './read-piece.ts';

/**
 * The bytes of a file of a backup, piece by piece, each proven. In their order, which the manifest's own sum
 * covers, they make the file: its sum is not taken again.
 * @throws Damage
 */
export function readFile(
  place: Pick<RepositoryPlace, 'read'>,
  { pieces }: Pick<ManifestFile, 'pieces'>,
): AsyncGenerator<Buffer> {
  return inOrder(pieces, (piece: Piece) => readPiece(place, piece));
}
