import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { cutTar } from './cut-tar.ts';
import { PIECE_SIZE } from './piece-size.ts';

function tarOf(members: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(members)) tar.entry({ name }, content);
  tar.finalize();
  return buffer(Readable.from(tar));
}

async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function piecesOf(tar: Buffer, size = 100_000): Promise<Buffer[]> {
  const pieces: Buffer[] = [];
  for await (const piece of cutTar(inParts(tar, size))) pieces.push(piece);
  return pieces;
}

const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('a tar in pieces', () => {
  it('makes the very same bytes, whatever they are and however they come', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.integer({ min: 1, max: 70_000 }),
        fc.boolean(),
        async (all, part, isCut) => {
          const members = Object.fromEntries(all.map((size, at) => [`f${at}`, randomBytes(size)]));
          const whole = await tarOf(members);
          const tar = isCut ? whole.subarray(0, Math.floor(whole.length * 0.7)) : whole;
          const pieces = await piecesOf(tar, part);
          expect(Buffer.concat(pieces).equals(tar)).toBe(true);
          expect(pieces.every(({ length }) => length > 0 && length <= PIECE_SIZE)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
    const noTar = randomBytes(PIECE_SIZE + 700);
    expect(Buffer.concat(await piecesOf(noTar)).equals(noTar)).toBe(true);
  });

  it('has the pieces of a large member wherever it lies', async () => {
    const large = randomBytes(PIECE_SIZE + 1_000_000);
    const one = await piecesOf(await tarOf({ a: Buffer.from('small'), large }));
    const other = await piecesOf(await tarOf({ a: randomBytes(30_000), b: randomBytes(3), large }));
    const sums = new Set(one.map(sum));
    expect(other.filter((piece) => sums.has(sum(piece))).map(({ length }) => length)).toEqual(
      // Padded to a block; and the two empty blocks at the end.
      [PIECE_SIZE, Math.ceil(1_000_000 / 512) * 512, 1024],
    );
  });

  it('keeps small members together', async () => {
    const members = Object.fromEntries(
      Array.from({ length: 500 }, (_, at) => [`f${at}`, Buffer.from(`${at}`)]),
    );
    expect(await piecesOf(await tarOf(members))).toHaveLength(1);
  });
});
