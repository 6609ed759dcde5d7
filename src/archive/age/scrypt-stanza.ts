import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';

/** What the header of an age file has for a passphrase; format: C2SP age.md, "The scrypt recipient type". */
export interface ScryptStanza {
  args: string[];
  body: Uint8Array;
}

const LABEL = 'age-encryption.org/v1/scrypt';
const CIPHER = 'chacha20-poly1305';
const [SALT, TAG] = [16, 16];
/** 1 GiB; more is somebody's attempt to use up the memory. */
const MOST_WORK = 20;
/** Each key is used once. */
const nonce = Buffer.alloc(12);

/**
 * Wraps the key of a file by a passphrase. By Node's own scrypt: that of the library holds its memory until
 * some later collection, and the thread until it ends.
 */
export async function wrapByPassphrase(
  fileKey: Uint8Array,
  passphrase: string,
  workFactor: number,
): Promise<ScryptStanza> {
  const salt = randomBytes(SALT);
  const key = await derived(passphrase, salt, workFactor);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG });
  const sealed = cipher.update(fileKey);
  cipher.final();
  return {
    args: ['scrypt', salt.toString('base64').replace(/=+$/, ''), String(workFactor)],
    body: Buffer.concat([sealed, cipher.getAuthTag()]),
  };
}

/**
 * Null where the passphrase is another, or the file is for none.
 * @throws Error where the header is none that age writes
 */
export async function unwrapByPassphrase(
  stanzas: readonly ScryptStanza[],
  passphrase: string,
): Promise<Uint8Array | null> {
  const stanza = stanzas.find(({ args }) => args[0] === 'scrypt');
  if (!stanza) return null;
  const [, salt = '', work = ''] = stanza.args;
  const isRight =
    stanzas.length === 1 &&
    stanza.args.length === 3 &&
    /^[A-Za-z0-9+/]{22}$/.test(salt) &&
    /^[1-9]\d?$/.test(work) &&
    Number(work) <= MOST_WORK &&
    stanza.body.length === 16 + TAG;
  if (!isRight) throw new Error('not as age writes it');
  const key = await derived(passphrase, Buffer.from(salt, 'base64'), Number(work));
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG });
  decipher.setAuthTag(stanza.body.subarray(16));
  const fileKey = decipher.update(stanza.body.subarray(0, 16));
  try {
    decipher.final();
    return fileKey;
  } catch {
    // Another passphrase has made it, or it was changed: nobody can tell.
    return null;
  }
}

function derived(passphrase: string, salt: Buffer, workFactor: number): Promise<Buffer> {
  const N = 2 ** workFactor;
  const options = { N, r: 8, p: 1, maxmem: 2 * 128 * N * 8 };
  return new Promise((resolve, reject) =>
    scrypt(passphrase, Buffer.concat([Buffer.from(LABEL), salt]), 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}
