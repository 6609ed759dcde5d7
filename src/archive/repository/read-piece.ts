import { createHash } from 'node:crypto';
import { decompress } from '@mongodb-js/zstd';
import { Damage } from './damage.ts';
import type { Piece } from './manifest.ts';
import type { RepositoryPlace } from './place.ts';
import { zstdBound } from './zstd-bound.ts';

/** Bytes of a few blocks: the packer decides where one ends. */
const SLACK = 1024 * 1024;

/**
 * The bytes of a piece, proven by their sum.
 * @throws Damage where they are missing or others
 */
export async function readPiece(
  place: Pick<RepositoryPlace, 'read'>,
  { sha256, size }: Piece,
): Promise<Buffer> {
  // What cannot be compressed becomes a little longer.
  const limit = size + Math.ceil(size / 128) + 1_024;
  const stored = await place.read('blobs', sha256, limit);
  if (stored === null) throw new Damage(`the blob ${sha256} is missing`);
  const wrong = new Damage(`the blob ${sha256} is damaged`);
  const bound = zstdBound(stored);
  if (stored.length > limit || bound === null || bound > 2 * size + SLACK) throw wrong;
  const bytes = await decompress(stored).catch(() => null);
  if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256) throw wrong;
  return bytes;
}
