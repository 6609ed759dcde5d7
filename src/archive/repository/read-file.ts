import { createHash } from 'node:crypto';
import { Damage } from './damage.ts';
import type { ManifestFile } from './manifest.ts';
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
  for (const piece of pieces) {
    const bytes = await readPiece(place, piece);
    whole.update(bytes);
    yield bytes;
  }
  if (whole.digest('hex') !== sha256) throw new Damage('its pieces do not make the file');
}
