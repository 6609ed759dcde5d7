const MAGIC = 0xfd2fb528;
/** Of a block, unpacked. */
const LARGEST_BLOCK = 128 * 1024;

/**
 * Bytes that a zstd frame can unpack to at most; null where it is no single whole frame. To be known before
 * it is unpacked: a small one can become gigabytes. Format: RFC 8878, sections 3.1.1 and 3.1.1.2.
 */
export function zstdBound(frame: Buffer): number | null {
  if (frame.length < 6 || frame.readUInt32LE(0) !== MAGIC) return null;
  const descriptor = frame[4] ?? 0;
  const isSingle = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const sizeField = sizeFlag === 0 ? Number(isSingle) : 2 ** sizeFlag;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  let at = 5 + Number(!isSingle) + dictionary + sizeField;
  let blocks = 0;
  for (let isLast = false; !isLast; blocks += 1) {
    if (at + 3 > frame.length) return null;
    const header = frame.readUIntLE(at, 3);
    isLast = (header & 1) === 1;
    // A block of one byte repeated has that byte alone.
    at += 3 + (((header >> 1) & 3) === 1 ? 1 : header >> 3);
  }
  const checksum = (descriptor & 4) === 0 ? 0 : 4;
  return at + checksum === frame.length ? blocks * LARGEST_BLOCK : null;
}
