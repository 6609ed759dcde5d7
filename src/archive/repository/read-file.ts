import { createHash } from 'node:crypto';
import { AT_ONCE } from '../at-once.ts';
import { inOrder } from '../in-order.ts';
import { Damage } from './damage.ts';
import type { ManifestFile, Piece } from './manifest.ts';
import type { RepositoryPlace } from './place.ts';
import { readPiece } from './read-piece.ts';

/**
 * The bytes of a file of a backup, piece by piece, each proven.
 * @throws Damage, at its end too where the pieces do not make the file
 */
export async function* readFile(
  place: Pick<RepositoryPlace, 'read'>,
  { pieces, sha256 }: ManifestFile,
): AsyncGenerator<Buffer> {
  const whole = createHash('sha256');
  const read = (piece: Piece) => readPiece(place, piece);
  for await (const bytes of inOrder(pieces, read, AT_ONCE)) {
    whole.update(bytes);
    yield bytes;
  }
  if (whole.digest('hex') !== sha256) throw new Damage('its pieces do not make the file');
}
