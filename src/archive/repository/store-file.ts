import { createHash } from 'node:crypto';
import { compress } from '@mongodb-js/zstd';
import { AT_ONCE } from '../at-once.ts';
import { cutPieces } from './cut-pieces.ts';
import { cutTar } from './cut-tar.ts';
import { Damage } from './damage.ts';
import type { ManifestFile, Piece } from './manifest.ts';
import { pieceSum } from './piece-sum.ts';
import type { RepositoryPlace } from './place.ts';
import { readPiece } from './read-piece.ts';

export interface StoreInput {
  place: RepositoryPlace;
  /** Names of the blobs that are there; what is added is added to it. */
  known: Set<string>;
  /** @param bytes that were read further */
  onRead(bytes: number): void;
  /** @param bytes that were written further */
  onWritten(bytes: number): void;
  signal: AbortSignal;
  /** Where the pieces end: a tar is cut at its members. */
  cut?: 'evenly' | 'tar';
  /** What is there already is read, and stored anew where it was damaged since. */
  reread?: boolean;
}

/**
 * Stores a file piece by piece; what is there already is not stored again.
 * @throws GeckoError NO_SPACE (exit 24), the signal's reason, and what reading throws
 */
export async function storeFile(
  path: string,
  content: AsyncIterable<Uint8Array>,
  input: StoreInput,
): Promise<ManifestFile> {
  const { onRead, signal, cut = 'evenly' } = input;
  const whole = createHash('sha256');
  const pieces: Piece[] = [];
  const storing: Promise<Piece>[] = [];
  const next = async () => pieces.push((await storing.shift()) as Piece);
  try {
    for await (const bytes of (cut === 'tar' ? cutTar : cutPieces)(content)) {
      signal.throwIfAborted();
      if (storing.length >= AT_ONCE) await next();
      const job = storePiece(bytes, input);
      // Told where it is awaited; until then nobody listens.
      job.catch(() => {});
      storing.push(job);
      // While the others are packed.
      whole.update(bytes);
      onRead(bytes.length);
    }
    while (storing.length > 0) await next();
  } finally {
    // Nobody writes on after the one error that is told.
    await Promise.allSettled(storing);
  }
  const size = pieces.reduce((sum, one) => sum + one.size, 0);
  return { path, size, sha256: whole.digest('hex'), pieces };
}

async function storePiece(bytes: Buffer, input: StoreInput): Promise<Piece> {
  const { place, known, onWritten, reread = false } = input;
  const piece = { sha256: await pieceSum(bytes), size: bytes.length };
  if (known.has(piece.sha256) && (!reread || (await isSound(place, piece)))) return piece;
  known.add(piece.sha256);
  const packed = await compress(bytes);
  await place.write('blobs', piece.sha256, packed);
  onWritten(packed.length);
  return piece;
}

/** One that was damaged on the disk since is stored anew. */
async function isSound(place: RepositoryPlace, piece: Piece): Promise<boolean> {
  try {
    await readPiece(place, piece);
    return true;
  } catch (error) {
    if (error instanceof Damage) return false;
    throw error;
  }
}
