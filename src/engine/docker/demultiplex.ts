export interface Frame {
  stream: 'stdout' | 'stderr';
  bytes: Buffer;
}

const headerLength = 8;

/**
 * Output of a container as the engine frames it: a byte for the stream (1 stdout, 2 stderr), three zeros,
 * the length as 32 bits big-endian, the bytes (Docker Engine API, "Attach to a container"). Frames are cut
 * anywhere; what is left of a frame when the connection ends is given all the same.
 */
export async function* demultiplex(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= headerLength) {
      const end = headerLength + rest.readUInt32BE(4);
      if (rest.length < end) break;
      yield frame(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  }
  if (rest.length > headerLength) yield frame(rest);
}

/** The output of a container with a terminal, which has one stream and no frames. */
export async function* unframed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  for await (const bytes of chunks) yield { stream: 'stdout', bytes };
}

function frame(bytes: Buffer): Frame {
  return { stream: bytes[0] === 2 ? 'stderr' : 'stdout', bytes: bytes.subarray(headerLength) };
}
