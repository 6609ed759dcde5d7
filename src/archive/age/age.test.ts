import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Decrypter, Encrypter } from 'age-encryption';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Damage } from '../repository/damage.ts';
import type { AgeKeys, AgeTo } from './age-keys.ts';
import { isRecipient } from './is-recipient.ts';
import { newIdentity } from './new-identity.ts';
import { seal } from './seal.ts';
import { unseal } from './unseal.ts';
import { WrongKey } from './wrong-key.ts';

let own: { identity: string; recipient: string };
let to: AgeTo;
let keys: AgeKeys;
beforeAll(async () => {
  own = await newIdentity();
  to = { recipients: [own.recipient] };
  keys = { identities: [own.identity], passphrases: [] };
});

async function* inParts(bytes: Uint8Array, size = 50_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const sealed = (bytes: Uint8Array, whom = to) => buffer(seal(inParts(bytes), whom));
const opened = (bytes: Uint8Array, by = keys) => buffer(unseal(inParts(bytes), by));

/** Around the chunks of 64 KiB, of which a file is made. */
const sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000];

describe('an age file', () => {
  it.each(sizes)('of %i bytes is read by the library, and the library’s here', async (size) => {
    const bytes = randomBytes(size);
    const decrypter = new Decrypter();
    decrypter.addIdentity(own.identity);
    expect(Buffer.from(await decrypter.decrypt(await sealed(bytes))).equals(bytes)).toBe(true);
    const encrypter = new Encrypter();
    encrypter.addRecipient(own.recipient);
    expect((await opened(await encrypter.encrypt(bytes))).equals(bytes)).toBe(true);
  });

  it('gives back what went in, however its bytes come', async () => {
    const lengths = fc.integer({ min: 0, max: 150_000 });
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer({ min: 1, max: 90_000 }), async (size, part) => {
        const bytes = randomBytes(size);
        const file = await buffer(seal(inParts(bytes, part), to));
        expect((await buffer(unseal(inParts(file, part), keys))).equals(bytes)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('opens for each of its recipients, and for a passphrase', async () => {
    const other = await newIdentity();
    const bytes = randomBytes(100);
    const both = await sealed(bytes, { recipients: [own.recipient, other.recipient] });
    for (const { identity } of [own, other])
      expect(await opened(both, { identities: [identity], passphrases: [] })).toEqual(bytes);
    const locked = await sealed(bytes, { passphrase: 'four words or more' });
    expect(await opened(locked, { identities: [], passphrases: ['four words or more'] })).toEqual(
      bytes,
    );
    await expect(opened(locked, { identities: [], passphrases: ['others'] })).rejects.toThrow(
      WrongKey,
    );
    await expect(opened(both, { identities: [], passphrases: [] })).rejects.toThrow(WrongKey);
  }, 30_000);

  it('is let go, whatever comes of it', async () => {
    const file = await sealed(randomBytes(200_000));
    const cases: [Uint8Array, AgeKeys][] = [
      [file, keys],
      [file, { identities: [], passphrases: [] }],
      [file.subarray(0, 20), keys],
      [file.subarray(0, 150_000), keys],
    ];
    for (const [bytes, by] of cases) {
      let isOpen = true;
      const stream = async function* () {
        try {
          yield* inParts(bytes, 90_000);
          // More may follow, for all that the reader knows.
          yield Buffer.alloc(0);
        } finally {
          isOpen = false;
        }
      };
      await buffer(unseal(stream(), by)).catch(() => {});
      expect(isOpen).toBe(false);
    }
  });

  it('of a passphrase is read by the library, and the library’s here', async () => {
    const bytes = randomBytes(100);
    const decrypter = new Decrypter();
    decrypter.addPassphrase('four words or more');
    const own = await sealed(bytes, { passphrase: 'four words or more', workFactor: 10 });
    expect(Buffer.from(await decrypter.decrypt(own))).toEqual(bytes);
    const encrypter = new Encrypter();
    encrypter.setScryptWorkFactor(10);
    encrypter.setPassphrase('four words or more');
    const keysOf = (passphrase: string) => ({ identities: [], passphrases: [passphrase] });
    const theirs = await encrypter.encrypt(bytes);
    expect(await opened(theirs, keysOf('four words or more'))).toEqual(bytes);
    const greedy = Buffer.from(
      Buffer.from(theirs).toString('latin1').replace(' 10\n', ' 40\n'),
      'latin1',
    );
    await expect(opened(greedy, keysOf('four words or more'))).rejects.toThrow(Damage);
  });

  it('is refused wherever it was cut off', async () => {
    const file = await sealed(randomBytes(140_000));
    const header = file.indexOf('\n--- ') + 60;
    const ends = [...Array(header).keys(), header + 16, header + 65_552, file.length - 1];
    for (const end of ends) await expect(opened(file.subarray(0, end))).rejects.toThrow(Damage);
    await expect(opened(Buffer.concat([file, randomBytes(1)]))).rejects.toThrow(Damage);
  });

  it('is refused wherever a bit has turned', async () => {
    const file = await sealed(randomBytes(300));
    for (let at = 0; at < file.length; at += 1) {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const failure = await opened(changed).catch((error: unknown) => error);
      expect([at, failure instanceof Damage || failure instanceof WrongKey]).toEqual([at, true]);
    }
  });

  it('is refused where its chunks have changed places, or the last one is gone', async () => {
    const file = await sealed(Buffer.alloc(3 * 65_536, 'words '));
    const at = file.indexOf('\n--- ') + 1 + 'xxx '.length + 43 + 1 + 16;
    const chunk = (index: number) => file.subarray(at + index * 65_552, at + (index + 1) * 65_552);
    const head = file.subarray(0, at);
    expect((await opened(Buffer.concat([head, chunk(0), chunk(1), chunk(2)]))).length).toBe(
      3 * 65_536,
    );
    for (const order of [[1, 0, 2], [0, 1], [0, 0, 1, 2], [2]])
      await expect(opened(Buffer.concat([head, ...order.map(chunk)]))).rejects.toThrow(Damage);
  });

  it('knows a recipient by its checksum', async () => {
    expect(await isRecipient(own.recipient)).toBe(true);
    const wrong = `${own.recipient.slice(0, -1)}${own.recipient.endsWith('q') ? 'p' : 'q'}`;
    for (const text of [wrong, 'age1', 'ssh-ed25519 AAAA', ''])
      expect(await isRecipient(text)).toBe(false);
  });
});
