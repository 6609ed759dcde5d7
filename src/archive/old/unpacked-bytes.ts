import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TarRefused } from '../tar/tar-refused.ts';

/** Bytes from which on it counts how much they were packed, and how much at most. */
const [FREE, RATIO] = [1024 ** 3, 200];

/**
 * The tar in a file, packed with gzip or not.
 * @param onPacked gets how many bytes of the file were read further
 * @throws TarRefused where it is cut off, damaged, or becomes far more than any volume would, and the
 *   system's error
 */
export async function* unpackedBytes(
  path: string,
  onPacked: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  let [packed, plain] = [0, 0];
  async function* read() {
    for await (const bytes of createReadStream(path)) {
      packed += bytes.length;
      onPacked(bytes.length);
      yield bytes;
    }
  }
  // Its errors come out of the stream that is read.
  const stream = (await isGzip(path)) ? pipeline(read, createGunzip(), () => {}) : read();
  try {
    for await (const bytes of stream) {
      plain += bytes.length;
      if (plain > FREE && plain > packed * RATIO)
        throw new TarRefused(null, `it unpacks to more than ${RATIO} times its size`);
      yield bytes;
    }
  } catch (error) {
    throw damageOf(error) ?? error;
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b;
  } finally {
    await file.close();
  }
}

function damageOf(error: unknown): TarRefused | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return new TarRefused(null, 'it is cut off');
  return code.startsWith('Z_')
    ? new TarRefused(null, 'it is damaged: gzip cannot unpack it')
    : null;
}
