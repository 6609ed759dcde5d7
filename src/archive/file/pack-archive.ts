import { compress } from '@mongodb-js/zstd';
import { tarEnd } from '../../engine/execute/tar-entry.ts';
import { TAR_BLOCK } from '../../engine/execute/tar-head.ts';
import { inOrder } from '../in-order.ts';
import { Damage } from '../repository/damage.ts';
import type { Manifest, Piece } from '../repository/manifest.ts';
import { manifestText } from '../repository/manifest-text.ts';
import { PIECE_SIZE } from '../repository/piece-size.ts';
import type { RepositoryPlace } from '../repository/place.ts';
import { readPackedPiece } from '../repository/read-packed-piece.ts';
import { announcementHead } from './announcement.ts';
import { announcementOf } from './announcement-of.ts';
import type { ArchiveFormat } from './archive-format.ts';
import { gzipPiece } from './gzip-piece.ts';
import { MANIFEST_MEMBER } from './manifest-member.ts';
import { memberHead } from './member-head.ts';

export interface PackInput {
  place: Pick<RepositoryPlace, 'read'>;
  manifest: Manifest;
  format: ArchiveFormat;
  /** @param bytes of files that were packed further */
  onRead(bytes: number): void;
  signal: AbortSignal;
}

/** What the archive is made of, in its order. */
type Part = { kind: 'text'; bytes: Buffer } | { kind: 'piece'; path: string; piece: Piece };

/**
 * A backup of a repository as one tar that plain programs read: its files, and the manifest as the last.
 * Each piece is a zstd frame, or a gzip member, of its own, one after the other; a frame is the very blob of
 * the repository. Every piece is proven on its way; in their order, which the manifest's own sum covers, they
 * make the files.
 * @throws Damage with the file's path, the signal's reason, and what the place throws
 */
export async function* packArchive(input: PackInput): AsyncGenerator<Buffer> {
  const { onRead, signal } = input;
  for await (const { packed, plain } of inOrder(partsOf(input.manifest), (part) =>
    pack(part, input),
  )) {
    signal.throwIfAborted();
    onRead(plain);
    yield packed;
  }
}

async function* partsOf(manifest: Manifest): AsyncGenerator<Part> {
  const announced = announcementOf(manifest);
  const { time } = announced;
  let before = announcementHead(announced);
  for (const { path, size, pieces } of manifest.files) {
    yield { kind: 'text', bytes: Buffer.concat([before, memberHead({ path, size, time })]) };
    for (const piece of pieces) yield { kind: 'piece', path, piece };
    before = padding(size);
  }
  const text = Buffer.from(manifestText(manifest));
  const head = memberHead({ path: MANIFEST_MEMBER, size: text.length, time });
  yield { kind: 'text', bytes: Buffer.concat([before, head]) };
  for (let at = 0; at < text.length; at += PIECE_SIZE)
    yield { kind: 'text', bytes: text.subarray(at, at + PIECE_SIZE) };
  yield { kind: 'text', bytes: Buffer.concat([padding(text.length), tarEnd]) };
}

interface Packed {
  packed: Buffer;
  /** Bytes of a file of the backup that it holds. */
  plain: number;
}

async function pack(part: Part, { place, format }: PackInput): Promise<Packed> {
  const isZstd = format === 'tar.zst';
  if (part.kind === 'text')
    return { packed: await (isZstd ? compress : gzipPiece)(part.bytes), plain: 0 };
  const { packed, bytes } = await readPackedPiece(place, part.piece).catch((error: unknown) => {
    throw error instanceof Damage ? new Damage(`${part.path}: ${error.message}`) : error;
  });
  return { packed: isZstd ? packed : await gzipPiece(bytes), plain: bytes.length };
}

function padding(size: number): Buffer {
  return Buffer.alloc((TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK);
}
