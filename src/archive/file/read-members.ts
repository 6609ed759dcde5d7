import { type Header, Pax } from 'tar';
import { TAR_BLOCK } from '../../engine/execute/tar-head.ts';
import { readHeader } from '../read-header.ts';
import { Damage } from '../repository/damage.ts';
import type { ByteReader } from './byte-reader.ts';
import { memberHead } from './member-head.ts';

/** A file in the archive. What is not read of it is passed over. */
export interface Member {
  path: string;
  size: number;
  /** At least one byte of what is left, and at most so many; null at its end. */
  some(most: number): Promise<Buffer | null>;
}

/** Of the name of a file; longer ones are no file's. */
const LARGEST_PAX = 64 * 1024;

/**
 * The files of a tar behind its beginning, to its very end. Every header must be as gecko writes it, byte by
 * byte, so that nothing can stand in one that nobody looks at.
 * @param time of each: seconds since the epoch
 * @throws Damage
 */
export async function* readMembers(reader: ByteReader, time: number): AsyncGenerator<Member> {
  for (;;) {
    const head = await headOf(reader, time);
    if (head === null) break;
    let left = head.size;
    const some = async (most: number) => {
      if (left === 0) return null;
      const bytes = await reader.some(Math.min(most, left));
      left -= bytes.length;
      return bytes;
    };
    yield { ...head, some };
    while ((await some(left)) !== null);
    const padding = await reader.take((TAR_BLOCK - (head.size % TAR_BLOCK)) % TAR_BLOCK);
    if (!isZero(padding)) throw new Damage(`${head.path}: what follows it was changed`);
  }
  if (!isZero(await reader.take(TAR_BLOCK))) throw new Damage('its end was changed');
  if (!(await reader.isAtEnd())) throw new Damage('something was added at its end');
}

/** Null: the first of the blocks that end a tar. */
async function headOf(
  reader: ByteReader,
  time: number,
): Promise<{ path: string; size: number } | null> {
  const block = await reader.take(TAR_BLOCK);
  if (isZero(block)) return null;
  const blocks = [block];
  const first = parsed(block);
  let long: Pax | null = null;
  if (first.type === 'ExtendedHeader') {
    const size = first.size ?? 0;
    if (!first.cksumValid || size > LARGEST_PAX) throw new Damage('a head in it was changed');
    const record = await reader.take(Math.ceil(size / TAR_BLOCK) * TAR_BLOCK);
    long = Pax.parse(record.toString('utf8', 0, size));
    blocks.push(record, await reader.take(TAR_BLOCK));
  }
  const own = long === null ? first : parsed(blocks.at(-1) as Buffer);
  const path = long?.path ?? own.path ?? '';
  const size = long?.size ?? own.size ?? -1;
  if (!Number.isSafeInteger(size) || size < 0) throw new Damage('a head in it was changed');
  // A path that cannot be written again is none that gecko has written.
  const expected = path === '' ? null : memberHead({ path, size, time });
  if (!expected?.equals(Buffer.concat(blocks))) throw new Damage('a head in it was changed');
  return { path, size };
}

function parsed(block: Buffer): Header {
  const header = readHeader(block);
  if (header === null) throw new Damage('a head in it was changed');
  return header;
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}
