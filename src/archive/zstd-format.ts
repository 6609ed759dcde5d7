/** How a frame of zstd is laid out: RFC 8878, sections 3.1.1 and 3.1.1.2. */

/** Its first four bytes, little-endian. */
export const ZSTD_MAGIC = 0xfd2fb528;

/** Most bytes of a block, unpacked. */
export const ZSTD_BLOCK = 128 * 1024;

/** Bytes of the head of a block. */
export const BLOCK_HEAD = 3;

export interface FrameHead {
  /** Without a window: it is unpacked into one piece of memory. */
  isSingle: boolean;
  /** Bytes after the descriptor: of the window or the size, or both, without the dictionary's. */
  fields: number;
  /** Bytes of the dictionary's id, between the window's and the size's. */
  dictionary: number;
  /** Bytes after the last block. */
  checksum: number;
}

/** @param descriptor the fifth byte */
export function frameHead(descriptor: number): FrameHead {
  const isSingle = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const size = sizeFlag === 0 ? Number(isSingle) : 2 ** sizeFlag;
  return {
    isSingle,
    fields: Number(!isSingle) + size,
    dictionary: [0, 1, 2, 4][descriptor & 3] ?? 0,
    checksum: (descriptor & 4) === 0 ? 0 : 4,
  };
}

/** @returns bytes of the block after its head, which is the little-endian number given */
export function blockHead(head: number): { isLast: boolean; length: number } {
  // A block of one byte repeated has that byte alone.
  return { isLast: (head & 1) === 1, length: ((head >> 1) & 3) === 1 ? 1 : head >> 3 };
}
