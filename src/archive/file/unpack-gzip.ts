import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { errorCode } from '../../error-code.ts';
import { Damage } from '../repository/damage.ts';

/** Bytes that are unpacked at once. */
const CHUNK = 1024 * 1024;

/** What a stream of gzip members holds. @throws Damage */
export async function* unpackGzip(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let length = 0;
  let broken: unknown = null;
  async function* counted() {
    try {
      for await (const chunk of packed) {
        length += chunk.length;
        yield chunk;
      }
    } catch (error) {
      broken = error;
      throw error;
    }
  }
  const input = Readable.from(counted(), { objectMode: false });
  const gunzip = createGunzip({ chunkSize: CHUNK });
  input.on('error', (error) => gunzip.destroy(error));
  input.pipe(gunzip);
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    if (broken === null && errorCode(error).startsWith('Z_')) throw damaged(error);
    throw error;
  } finally {
    input.destroy();
    gunzip.destroy();
  }
  // Zeros behind the last member are passed over by it.
  if (gunzip.bytesWritten !== length) throw new Damage('something was added at its end');
}

function damaged(error: unknown): Damage {
  return new Damage(
    errorCode(error) === 'Z_BUF_ERROR' ? 'its end is missing' : 'what gzip packed is damaged',
  );
}
