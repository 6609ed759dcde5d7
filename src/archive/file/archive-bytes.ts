import { createReadStream } from 'node:fs';
import { unpackGzip } from './unpack-gzip.ts';
import { unpackZstd } from './unpack-zstd.ts';

/** Bytes that are read at once. */
const CHUNK = 1024 * 1024;

/**
 * The tar in a file, from its beginning, whatever packed it: known by its first bytes, not by its name.
 * @param onRead gets the bytes of the file that were read further
 * @throws Damage, and what reading the file throws
 */
export async function* archiveBytes(
  path: string,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const chunks = fileBytes(path, onRead);
  const { done, value } = await chunks.next();
  if (done) return;
  async function* all() {
    yield value as Buffer;
    yield* chunks;
  }
  if (value.length >= 4 && value.readUInt32LE(0) === 0xfd2fb528) yield* unpackZstd(all());
  else if (value.length >= 2 && value.readUInt16BE(0) === 0x1f8b) yield* unpackGzip(all());
  else yield* all();
}

async function* fileBytes(path: string, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    onRead((chunk as Buffer).length);
    yield chunk as Buffer;
  }
}
