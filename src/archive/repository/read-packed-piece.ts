import { createHash } from 'node:crypto';
import { decompress } from '@mongodb-js/zstd';
import { Damage } from './damage.ts';
import type { Piece } from './manifest.ts';
import type { RepositoryPlace } from './place.ts';
import { zstdBound } from './zstd-bound.ts';

/** Bytes of a few blocks: the packer decides where one ends. */
const SLACK = 1024 * 1024;

/**
 * A piece as it is stored, one zstd frame, and its bytes, proven by their sum.
 * @throws Damage where they are missing or others
 */
export async function readPackedPiece(
  place: Pick<RepositoryPlace, 'read'>,
  { sha256, size }: Piece,
): Promise<{ packed: Buffer; bytes: Buffer }> {
  // What cannot be compressed becomes a little longer.
  const limit = size + Math.ceil(size / 128) + 1_024;
  const packed = await place.read('blobs', sha256, limit);
  if (packed === null) throw new Damage(`the blob ${sha256} is missing`);
  const wrong = new Damage(`the blob ${sha256} is damaged`);
  const bound = zstdBound(packed);
  if (packed.length > limit || bound === null || bound > 2 * size + SLACK) throw wrong;
  const bytes = await decompress(packed).catch(() => null);
  // On this thread, which waits for the others to unpack: a sum taken beside it copies the piece first.
  if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256) throw wrong;
  return { packed, bytes };
}
