import { Damage } from '../repository/damage.ts';
import type { AgeKeys } from './age-keys.ts';
import { NONCE, openPayload } from './age-payload.ts';
import { type ScryptStanza, unwrapByPassphrase } from './scrypt-stanza.ts';
import { WrongKey } from './wrong-key.ts';

/** Bytes; longer than the header of any age file with a few hundred recipients. */
const LONGEST_HEADER = 512 * 1024;

/**
 * What an age file holds, as its bytes come.
 * @throws WrongKey; Damage where it is no age file, or was changed or cut off
 */
export async function* unseal(
  sealed: AsyncIterable<Uint8Array>,
  keys: AgeKeys,
): AsyncGenerator<Buffer> {
  const stream = sealed[Symbol.asyncIterator]();
  try {
    const { header, rest } = await splitHeader(stream);
    const fileKey = await fileKeyOf(header, keys);
    const payload = async function* () {
      yield rest.subarray(NONCE);
      for (let next = await stream.next(); !next.done; next = await stream.next()) yield next.value;
    };
    yield* openPayload(payload(), fileKey, rest.subarray(0, NONCE));
  } finally {
    await stream.return?.();
  }
}

/** The header with the end of its last line, and what came with it: the nonce at least. */
async function splitHeader(
  stream: AsyncIterator<Uint8Array>,
): Promise<{ header: Buffer; rest: Buffer }> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const macAt = bytes.indexOf('\n--- ');
    const end = macAt < 0 ? -1 : bytes.indexOf('\n', macAt + 1);
    if (end >= 0 && bytes.length >= end + 1 + NONCE)
      return { header: bytes.subarray(0, end + 1), rest: bytes.subarray(end + 1) };
    const next = await stream.next();
    if (next.done || (end < 0 && bytes.length > LONGEST_HEADER))
      throw new Damage('it is no age file, or one that was cut off');
    bytes = Buffer.concat([bytes, next.value]);
  }
}

async function fileKeyOf(header: Buffer, keys: AgeKeys): Promise<Uint8Array> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  for (const identity of keys.identities) decrypter.addIdentity(identity);
  for (const passphrase of keys.passphrases)
    decrypter.addIdentity({
      unwrapFileKey: (stanzas: ScryptStanza[]) => unwrapByPassphrase(stanzas, passphrase),
    });
  let isForOthers = false;
  // Asked last, where none of those before has answered.
  decrypter.addIdentity({
    unwrapFileKey() {
      isForOthers = true;
      return null;
    },
  });
  try {
    return await decrypter.decryptHeader(header);
  } catch {
    // The library tells its errors apart by their words alone.
    if (isForOthers) throw new WrongKey('none of the keys opens it');
    throw new Damage('its header was changed');
  }
}
