import { createReadStream } from 'node:fs';
import type { AgeKeys } from '../age/age-keys.ts';
import { beginsAsAge } from '../age/begins-as-age.ts';
import { unseal } from '../age/unseal.ts';
import { ZSTD_MAGIC } from '../zstd-format.ts';
import { unpackGzip } from './unpack-gzip.ts';
import { unpackZstd } from './unpack-zstd.ts';

const noKeys: AgeKeys = { identities: [], passphrases: [] };

/** Bytes that are read at once. */
const CHUNK = 1024 * 1024;

/**
 * The tar in a file, from its beginning, whatever packed it: known by its first bytes, not by its name.
 * @param onRead gets the bytes of the file that were read further
 * @param keys open it where it is encrypted
 * @throws Damage, and what reading the file throws
 */
export async function* archiveBytes(
  path: string,
  onRead: (bytes: number) => void,
  keys: AgeKeys = noKeys,
): AsyncGenerator<Buffer> {
  yield* unpacked(fileBytes(path, onRead), keys);
}

async function* unpacked(chunks: AsyncGenerator<Buffer>, keys: AgeKeys): AsyncGenerator<Buffer> {
  try {
    const { done, value } = await chunks.next();
    if (done) return;
    async function* all() {
      yield value as Buffer;
      yield* chunks;
    }
    if (beginsAsAge(value)) yield* unpacked(unseal(all(), keys), keys);
    else if (value.length >= 4 && value.readUInt32LE(0) === ZSTD_MAGIC) yield* unpackZstd(all());
    else if (value.length >= 2 && value.readUInt16BE(0) === 0x1f8b) yield* unpackGzip(all());
    else yield* all();
  } finally {
    // Whoever ends at the first of them has asked for none of the others.
    await chunks.return(undefined);
  }
}

async function* fileBytes(path: string, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    onRead((chunk as Buffer).length);
    yield chunk as Buffer;
  }
}
