import { randomBytes } from 'node:crypto';
import type { AgeTo } from './age-keys.ts';
import { NONCE, sealPayload } from './age-payload.ts';
import { wrapByPassphrase } from './scrypt-stanza.ts';

/**
 * Of the work that trying a passphrase takes: 128 MiB and a part of a second, as OWASP's cheat sheet for
 * the storage of passwords advises for scrypt. age's own, 18, would alone take the memory of a backup.
 */
const WORK_FACTOR = 17;

/** After the header of an age file without content: a nonce, and the tag of an empty chunk. */
const EMPTY_PAYLOAD = NONCE + 16;

/** An age file of some content, as its bytes come. @throws Error where a recipient is none */
export async function* seal(content: AsyncIterable<Uint8Array>, to: AgeTo): AsyncGenerator<Buffer> {
  const { header, fileKey } = await newHeader(to);
  const nonce = randomBytes(NONCE);
  yield Buffer.concat([header, nonce]);
  yield* sealPayload(content, fileKey, nonce);
}

/** The library makes the header, with the key of the file wrapped for whoever is to read it. */
async function newHeader(to: AgeTo): Promise<{ header: Buffer; fileKey: Uint8Array }> {
  const { Encrypter, Stanza } = await import('age-encryption');
  const encrypter = new Encrypter();
  let fileKey = new Uint8Array();
  encrypter.addRecipient({
    async wrapFileKey(key) {
      fileKey = Uint8Array.from(key);
      if (!('passphrase' in to)) return [];
      const work = to.workFactor ?? WORK_FACTOR;
      const { args, body } = await wrapByPassphrase(key, to.passphrase, work);
      return [new Stanza(args, body)];
    },
  });
  if ('recipients' in to) for (const one of to.recipients) encrypter.addRecipient(one);
  const empty = await encrypter.encrypt(new Uint8Array());
  return { header: Buffer.from(empty.subarray(0, empty.length - EMPTY_PAYLOAD)), fileKey };
}
