import { promisify } from 'node:util';
import { constants, gzip, gzipSync } from 'node:zlib';

const gzipAsync = promisify(gzip);

/** Bytes that a member may have more than what it holds, a few for each stored block. */
const ROOM = 4_096;
/** Bytes of each part that is tried. */
const TRIED = 8 * 1024;
/** Of what is tried, the share from which packing is not worth its time: five times that of storing. */
const INCOMPRESSIBLE = 0.93;
/** Gain of looking for repetitions that is worth its time. */
const WORTH = 0.99;

/**
 * One gzip member. What cannot be compressed is stored, and where nothing but the frequency of bytes gains
 * anything, as in vectors and weights, nothing else is looked for: several times as fast as the usual way.
 */
export async function gzipPiece(bytes: Buffer): Promise<Buffer> {
  // All of it in one go of another thread, and not 16 KiB at a time.
  const chunkSize = bytes.length + ROOM;
  return gzipAsync(bytes, { ...manner(bytes), memLevel: 9, chunkSize });
}

function manner(bytes: Buffer): { level: number; strategy?: number } {
  const third = Math.floor(bytes.length / 3);
  const parts = [0, third, 2 * third].map((at) => bytes.subarray(at, at + TRIED));
  const sample = Buffer.concat(parts);
  const simple = { level: 1, strategy: constants.Z_RLE };
  const usual = { level: 6 };
  const least = gzipSync(sample, usual).length;
  const quick = gzipSync(sample, simple).length;
  if (Math.min(least, quick) > INCOMPRESSIBLE * sample.length) return { level: 0 };
  return least > WORTH * quick ? simple : usual;
}
