import { PIECE_SIZE } from './piece-size.ts';

/** Cuts a stream into pieces of one size; the last is shorter, and none is empty. */
export async function* cutPieces(
  stream: AsyncIterable<Uint8Array>,
  size = PIECE_SIZE,
): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream)
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + size - length);
      parts.push(part);
      length += part.length;
      at += part.length;
      if (length < size) continue;
      yield whole(parts);
      parts = [];
      length = 0;
    }
  if (length > 0) yield whole(parts);
}

/** What came in one part is not copied. */
function whole(parts: readonly Uint8Array[]): Buffer {
  const [first, ...rest] = parts;
  if (first === undefined || rest.length > 0) return Buffer.concat(parts);
  return Buffer.from(first.buffer, first.byteOffset, first.length);
}
