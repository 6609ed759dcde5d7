import { decompress } from '@mongodb-js/zstd';
import { inOrder } from '../in-order.ts';
import { Damage } from '../repository/damage.ts';
import { byteReader } from './byte-reader.ts';
import { takeFrame } from './take-frame.ts';

/** What a stream of zstd frames holds. @throws Damage */
export async function* unpackZstd(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const reader = byteReader(packed);
  async function* frames() {
    while (!(await reader.isAtEnd())) yield await takeFrame(reader);
  }
  try {
    yield* inOrder(frames(), unpack);
  } finally {
    await reader.close();
  }
}

async function unpack(frame: Buffer): Promise<Buffer> {
  try {
    return await decompress(frame);
  } catch {
    throw new Damage('a zstd frame of it is damaged');
  }
}
