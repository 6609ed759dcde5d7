import { Damage } from '../repository/damage.ts';
import { PIECE_SIZE } from '../repository/piece-size.ts';
import { BLOCK_HEAD, blockHead, frameHead, ZSTD_BLOCK, ZSTD_MAGIC } from '../zstd-format.ts';
import type { ByteReader } from './byte-reader.ts';

/** Blocks of a frame: of a piece, and the packer decides where one ends. */
const MOST_BLOCKS = (2 * PIECE_SIZE) / ZSTD_BLOCK + 8;
/** Bytes of a frame: what cannot be compressed becomes a little longer. */
const MOST_BYTES = PIECE_SIZE + PIECE_SIZE / 128 + 1_024;

/**
 * The next frame of zstd, whole. It unpacks to a few megabytes at most, which is known before it is.
 * @throws Damage where there is none, or one that is larger than gecko writes
 */
export async function takeFrame(reader: ByteReader): Promise<Buffer> {
  const start = await reader.take(5);
  if (start.readUInt32LE(0) !== ZSTD_MAGIC)
    throw new Damage('something in it is not packed with zstd');
  const descriptor = start[4] ?? 0;
  // Reserved, or never used: gecko writes neither, and no dictionary.
  if ((descriptor & 0b1_1011) !== 0) throw new Damage('the head of a zstd frame was changed');
  const frame = frameHead(descriptor);
  const fields = await reader.take(frame.fields);
  if (memoryFor(fields, frame.isSingle) > 2 * PIECE_SIZE) throw tooLarge();
  const parts = [start, fields];
  let length = start.length + fields.length;
  for (let blocks = 1, isLast = false; !isLast; blocks += 1) {
    const head = await reader.take(BLOCK_HEAD);
    const block = blockHead(head.readUIntLE(0, BLOCK_HEAD));
    isLast = block.isLast;
    const content = await reader.take(block.length);
    parts.push(head, content);
    length += head.length + content.length;
    if (blocks > MOST_BLOCKS || length > MOST_BYTES) throw tooLarge();
  }
  parts.push(await reader.take(frame.checksum));
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
