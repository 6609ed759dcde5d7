import { createHash } from 'node:crypto';
import { compress } from '@mongodb-js/zstd';
import { GeckoError } from '../../errors.ts';
import { AT_ONCE } from '../at-once.ts';
import { freePieces } from '../free-pieces.ts';
import { cutPieces } from './cut-pieces.ts';
import { cutTar } from './cut-tar.ts';
import { Damage } from './damage.ts';
import type { KnownBlobs } from './known-blobs.ts';
import type { ManifestFile, Piece } from './manifest.ts';
import { pieceSum } from './piece-sum.ts';
import type { RepositoryPlace } from './place.ts';
import { readPiece } from './read-piece.ts';

export interface StoreInput {
  place: RepositoryPlace;
  /** Sums of the bytes of blobs that are there; what is stored is added to it. */
  known: KnownBlobs;
  /** @param bytes that were read further */
  onRead(bytes: number): void;
  /** @param bytes that were written further */
  onWritten(bytes: number): void;
  signal: AbortSignal;
  /** What is there already is read, and stored anew where it was damaged since. */
  reread?: boolean;
}

export interface FileToStore {
  /** In the backup. */
  path: string;
  read(): AsyncIterable<Uint8Array>;
  /** It is a tar, which is cut at its members. */
  isTar?: boolean;
  /** Called once it is stored, before the next one is read; what it throws ends the storing. */
  stored?(file: ManifestFile): Promise<void>;
}

/** Pieces on their way, of one file or of several. */
type Storing = Set<Promise<Piece>>;

/**
 * Stores files piece by piece; what is there already is not stored again. They are read one after the other,
 * each while the last pieces of those before it are stored.
 * @returns them in their order
 * @throws GeckoError NO_SPACE (exit 24), the signal's reason, and what reading throws
 */
export async function storeFiles(
  files: Iterable<FileToStore>,
  input: StoreInput,
): Promise<ManifestFile[]> {
  const storing: Storing = new Set();
  const all: Promise<ManifestFile>[] = [];
  try {
    for (const file of files) {
      const { done } = await readThrough(file, storing, input);
      all.push(done);
      await file.stored?.(await done);
    }
    return await Promise.all(all);
  } finally {
    // Nobody writes on after the one error that is told.
    await Promise.allSettled(storing);
  }
}

/** @returns when all of it is read: `done` resolves when it is stored, too */
async function readThrough(
  { path, read, isTar = false }: FileToStore,
  storing: Storing,
  input: StoreInput,
): Promise<{ done: Promise<ManifestFile> }> {
  const { onRead, signal } = input;
  const whole = createHash('sha256');
  const pieces: Promise<Piece>[] = [];
  for await (const bytes of (isTar ? cutTar : cutPieces)(read())) {
    signal.throwIfAborted();
    while (storing.size >= AT_ONCE) await Promise.race(storing);
    const job = storePiece(bytes, input);
    pieces.push(job);
    storing.add(job);
    job.then(
      () => storing.delete(job),
      // It stays, and is told to whoever awaits one next.
      () => {},
    );
    // While the others are packed.
    whole.update(bytes);
    onRead(bytes.length);
    freePieces(bytes.length);
  }
  const sha256 = whole.digest('hex');
  const done = Promise.all(pieces).then((stored) => {
    const size = stored.reduce((sum, one) => sum + one.size, 0);
    return { path, size, sha256, pieces: stored };
  });
  done.catch(() => {});
  return { done };
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
    // Whoever can only write relies on what is there.
    if (error instanceof GeckoError && error.code === 'BACKUP_SEALED') return true;
    throw error;
  }
}
