import { TarRefused } from './tar-refused.ts';

/** Bytes of a header, and of what contents are padded to. */
export const BLOCK = 512;

/** What the fields of one header say; texts have a character for each byte. */
export interface TarHeader {
  name: string;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  /** `0` a file, `5` a folder, `x` records of the next entry, … */
  type: string;
  target: string;
}

const magics = { posix: 'ustar\0' + '00', gnu: 'ustar  \0' };

/**
 * Reads a header of the formats ustar (POSIX.1-1988, which pax builds on) and GNU.
 * @throws TarRefused where it is damaged, or lies about a size
 */
export function tarHeader(block: Buffer): TarHeader {
  const name = textAt(block, 0, 100);
  const stored = octal(block.subarray(148, 156));
  if (stored === null || (sumOf(block, false) !== stored && sumOf(block, true) !== stored))
    throw new TarRefused(null, 'a header is damaged: its sum is another');
  const magic = block.toString('latin1', 257, 265);
  if (magic !== magics.posix && magic !== magics.gnu)
    throw new TarRefused(name, 'is of a kind of tar that gecko does not read');
  const prefix = magic === magics.posix ? textAt(block, 345, 155) : '';
  const field = (at: number, length: number, what: string) => {
    const value = numberAt(block.subarray(at, at + length));
    if (value === null) throw new TarRefused(name, `has a ${what} that is no number, or negative`);
    return value;
  };
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    mode: field(100, 8, 'mode'),
    uid: field(108, 8, 'owner'),
    gid: field(116, 8, 'group'),
    size: field(124, 12, 'size'),
    type: block.toString('latin1', 156, 157),
    target: textAt(block, 157, 100),
  };
}

/** Of all bytes, those of the sum itself as spaces; old programs took them as signed. */
function sumOf(block: Buffer, isSigned: boolean): number {
  let sum = 0;
  for (let at = 0; at < BLOCK; at += 1) {
    const byte = at >= 148 && at < 156 ? 32 : (block[at] ?? 0);
    sum += isSigned && byte > 127 ? byte - 256 : byte;
  }
  return sum;
}

function textAt(block: Buffer, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString('latin1', 0, end === -1 ? length : end);
}

/** Octal digits, or base 256 where the first bit is set; null where it is neither, or below 0. */
function numberAt(field: Buffer): number | null {
  const first = field[0] ?? 0;
  if ((first & 0x80) === 0) return octal(field);
  if (first !== 0x80) return null;
  let value = 0;
  for (const byte of field.subarray(1)) value = value * 256 + byte;
  return Number.isSafeInteger(value) ? value : null;
}

function octal(field: Buffer): number | null {
  const text = field.toString('latin1').replace(/[\0 ]+$/, '');
  const digits = text.replace(/^ +/, '');
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : null;
}
