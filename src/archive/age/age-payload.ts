import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { Damage } from '../repository/damage.ts';

/** Bytes of content that are sealed together, and of the tag that follows them. */
const [CHUNK, TAG] = [64 * 1024, 16];
const CIPHER = 'chacha20-poly1305';

/** Bytes before the first chunk. */
export const NONCE = 16;

/**
 * The payload of an age file, after its nonce. By Node's own cipher: that of the library, in JavaScript,
 * takes twenty times as long. Format: C2SP age.md, "Payload".
 */
export async function* sealPayload(
  content: AsyncIterable<Uint8Array>,
  fileKey: Uint8Array,
  nonce: Uint8Array,
): AsyncGenerator<Buffer> {
  const key = payloadKey(fileKey, nonce);
  for await (const { bytes, counter, isLast } of inChunks(content, CHUNK)) {
    const cipher = createCipheriv(CIPHER, key, chunkNonce(counter, isLast), { authTagLength: TAG });
    const sealed = cipher.update(bytes);
    cipher.final();
    yield Buffer.concat([sealed, cipher.getAuthTag()]);
  }
}

/** @throws Damage where the payload was changed or cut off; what was given before is right */
export async function* openPayload(
  sealed: AsyncIterable<Uint8Array>,
  fileKey: Uint8Array,
  nonce: Uint8Array,
): AsyncGenerator<Buffer> {
  const key = payloadKey(fileKey, nonce);
  for await (const { bytes, counter, isLast } of inChunks(sealed, CHUNK + TAG)) {
    const length = bytes.length - TAG;
    // Only a file without content ends with an empty chunk.
    if (length < 0 || (length === 0 && counter > 0)) throw damaged();
    const nonceOfChunk = chunkNonce(counter, isLast);
    const decipher = createDecipheriv(CIPHER, key, nonceOfChunk, { authTagLength: TAG });
    decipher.setAuthTag(bytes.subarray(length));
    const content = decipher.update(bytes.subarray(0, length));
    try {
      decipher.final();
    } catch {
      // Its own words say no more.
      throw damaged();
    }
    if (content.length > 0) yield content;
  }
}

function damaged(): Damage {
  return new Damage('it was changed or cut off after it was encrypted');
}

function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32));
}

/** Eleven bytes that count, and one that marks the last. */
function chunkNonce(counter: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(counter, 5, 6);
  nonce[11] = Number(isLast);
  return nonce;
}

/** Of one size, but for the last, which is told apart; always at least that one. */
async function* inChunks(
  stream: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ bytes: Buffer; counter: number; isLast: boolean }> {
  let parts: Uint8Array[] = [];
  let length = 0;
  let counter = 0;
  const whole = (isLast: boolean) => {
    const bytes = Buffer.concat(parts);
    parts = [];
    length = 0;
    counter += 1;
    return { bytes, counter: counter - 1, isLast };
  };
  for await (const chunk of stream)
    for (let at = 0; at < chunk.length; ) {
      // Full, and more follows: it is not the last.
      if (length === size) yield whole(false);
      const part = chunk.subarray(at, at + size - length);
      parts.push(part);
      length += part.length;
      at += part.length;
    }
  yield whole(true);
}
