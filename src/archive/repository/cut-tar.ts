import { PIECE_SIZE } from './piece-size.ts';

/** Bytes of a block of a tar: a header, or a part of a content that is padded to it. */
const BLOCK = 512;

/** Content from which a member is cut off from those around it. */
const LARGE = 64 * 1024;

/**
 * Cuts a tar into pieces of at most 4 MiB that begin where the content of a large member begins, and end
 * where it ends: what is unchanged in another tar makes the same pieces, wherever it lies there. Small
 * members stay together. The pieces make the very bytes of the stream, also where those are no tar.
 */
export async function* cutTar(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let length = 0;
  /** Bytes until the next header. */
  let content = 0;
  let isLarge = false;
  let header = Buffer.alloc(0);
  let isTar = true;
  const piece = () => {
    const whole = Buffer.concat(parts);
    parts = [];
    length = 0;
    return whole;
  };
  for await (const chunk of stream)
    for (let at = 0; at < chunk.length; ) {
      const wanted = !isTar ? PIECE_SIZE : content > 0 ? content : BLOCK - header.length;
      const part = chunk.subarray(at, at + Math.min(wanted, PIECE_SIZE - length));
      parts.push(part);
      length += part.length;
      at += part.length;
      if (isTar && content > 0) {
        content -= part.length;
        if (content === 0 && isLarge) yield piece();
      } else if (isTar) {
        header = Buffer.concat([header, part]);
        if (header.length === BLOCK) {
          const size = contentSize(header);
          header = Buffer.alloc(0);
          isTar = size !== null;
          content = Math.ceil((size ?? 0) / BLOCK) * BLOCK;
          isLarge = content >= LARGE;
          if (isLarge && length > 0) yield piece();
        }
      }
      if (length === PIECE_SIZE) yield piece();
    }
  if (length > 0) yield piece();
}

/** Of the member that a header begins, 0 for the zeros at the end; null where it is no header. */
function contentSize(header: Buffer): number | null {
  if (header.every((byte) => byte === 0)) return 0;
  const field = header.subarray(124, 136);
  // Base 256, for members of more than 8 GiB.
  if ((field[0] ?? 0) & 0x80) return Number(field.readBigUInt64BE(4));
  const text = field
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trim();
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : null;
}
