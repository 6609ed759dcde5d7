import { BLOCK_HEAD, blockHead, frameHead, ZSTD_BLOCK, ZSTD_MAGIC } from '../zstd-format.ts';

/**
 * Bytes that a zstd frame can unpack to at most; null where it is no single whole frame. To be known before
 * it is unpacked: a small one can become gigabytes.
 */
export function zstdBound(frame: Buffer): number | null {
  if (frame.length < 6 || frame.readUInt32LE(0) !== ZSTD_MAGIC) return null;
  const { fields, dictionary, checksum } = frameHead(frame[4] ?? 0);
  let at = 5 + fields + dictionary;
  let blocks = 0;
  for (let isLast = false; !isLast; blocks += 1) {
    if (at + BLOCK_HEAD > frame.length) return null;
    const block = blockHead(frame.readUIntLE(at, BLOCK_HEAD));
    isLast = block.isLast;
    at += BLOCK_HEAD + block.length;
  }
  return at + checksum === frame.length ? blocks * ZSTD_BLOCK : null;
}
