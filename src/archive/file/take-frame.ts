import { Damage } from '../repository/damage.ts';
import { PIECE_SIZE } from '../repository/piece-size.ts';
import type { ByteReader } from './byte-reader.ts';

const MAGIC = 0xfd2fb528;
/** Of a block, unpacked. */
const LARGEST_BLOCK = 128 * 1024;
/** Blocks of a frame: of a piece, and the packer decides where one ends. */
const MOST_BLOCKS = (2 * PIECE_SIZE) / LARGEST_BLOCK + 8;
/** Bytes of a frame: what cannot be compressed becomes a little longer. */
const MOST_BYTES = PIECE_SIZE + PIECE_SIZE / 128 + 1_024;

/**
 * The next frame of zstd, whole. It unpacks to a few megabytes at most, which is known before it is.
 * Format: RFC 8878, sections 3.1.1 and 3.1.1.2.
 * @throws Damage where there is none, or one that is larger than gecko writes
 */
export async function takeFrame(reader: ByteReader): Promise<Buffer> {
  const start = await reader.take(5);
  if (start.readUInt32LE(0) !== MAGIC) throw new Damage('something in it is not packed with zstd');
  const descriptor = start[4] ?? 0;
  // Reserved, or never used: gecko writes neither, and no dictionary.
  if ((descriptor & 0b1_1011) !== 0) throw new Damage('the head of a zstd frame was changed');
  const isSingle = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const sizeField = sizeFlag === 0 ? Number(isSingle) : 2 ** sizeFlag;
  const fields = await reader.take(Number(!isSingle) + sizeField);
  if (memoryFor(fields, isSingle) > 2 * PIECE_SIZE) throw tooLarge();
  const parts = [start, fields];
  let length = start.length + fields.length;
  for (let blocks = 1, isLast = false; !isLast; blocks += 1) {
    const head = await reader.take(3);
    const header = head.readUIntLE(0, 3);
    isLast = (header & 1) === 1;
    // A block of one byte repeated has that byte alone.
    const content = await reader.take(((header >> 1) & 3) === 1 ? 1 : header >> 3);
    parts.push(head, content);
    length += head.length + content.length;
    if (blocks > MOST_BLOCKS || length > MOST_BYTES) throw tooLarge();
  }
  if ((descriptor & 4) !== 0) parts.push(await reader.take(4));
  return Buffer.concat(parts);
}

/** Bytes that unpacking takes at once: of the window, or of all where the frame has none. */
function memoryFor(fields: Buffer, isSingle: boolean): number {
  const [first = 0] = fields;
  if (!isSingle) return 2 ** (10 + (first >> 3)) * (1 + (first & 7) / 8);
  // A size in two bytes begins at 256.
  return fields.length === 8
    ? Number(fields.readBigUInt64LE())
    : fields.readUIntLE(0, fields.length) + (fields.length === 2 ? 256 : 0);
}

function tooLarge(): Damage {
  return new Damage(
    'it has a zstd frame larger than gecko writes; where another program packed it anew, unpack it (zstd -d) and give the tar',
  );
}
