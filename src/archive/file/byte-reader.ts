import { Damage } from '../repository/damage.ts';

/** A stream, read by numbers of bytes. */
export interface ByteReader {
  /** Exactly so many. @throws Damage where the stream ends before */
  take(length: number): Promise<Buffer>;
  /** At least one, and at most so many: as they come. @throws Damage where the stream has ended */
  some(most: number): Promise<Buffer>;
  isAtEnd(): Promise<boolean>;
  /** Lets the stream go. */
  close(): Promise<void>;
}

export function byteReader(stream: AsyncIterable<Buffer>): ByteReader {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const hasMore = async () => {
    while (rest.length === 0) {
      const next = await chunks.next();
      if (next.done) return false;
      rest = next.value;
    }
    return true;
  };
  const some = async (most: number) => {
    if (!(await hasMore())) throw new Damage('its end is missing');
    const bytes = rest.subarray(0, most);
    rest = rest.subarray(bytes.length);
    return bytes;
  };
  return {
    some,
    async take(length) {
      const parts: Buffer[] = [];
      for (let left = length; left > 0; ) {
        const part = await some(left);
        parts.push(part);
        left -= part.length;
      }
      return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, length);
    },
    isAtEnd: async () => !(await hasMore()),
    async close() {
      await chunks.return?.();
    },
  };
}
