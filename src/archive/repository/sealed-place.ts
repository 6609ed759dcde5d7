import { buffer } from 'node:stream/consumers';
import { seal } from '../age/seal.ts';
import { unseal } from '../age/unseal.ts';
import { WrongKey } from '../age/wrong-key.ts';
import { backupSealed } from './backup-sealed.ts';
import { Damage } from './damage.ts';
import { manifestSigner } from './manifest-signer.ts';
import type { Kind, RepositoryPlace } from './place.ts';
import { type RepositoryKey, sealedName, signingKey } from './repository-key.ts';

/** Of the name of a manifest that is sealed. */
const ENDING = '.age';

/**
 * A repository in which every blob and every manifest is an age file, and every manifest is signed. The
 * names of blobs tell nothing of what they hold.
 *
 * Without the identity of its key what is there cannot be read: GeckoError BACKUP_SEALED (exit 12).
 */
export function sealedPlace(place: RepositoryPlace, key: RepositoryKey): RepositoryPlace {
  const { identity, recipient, isOfPassphrase } = key;
  const keys = identity === null ? null : { identities: [identity], passphrases: [] };
  const isPlain = (kind: Kind) => kind === 'keys' || kind === 'locks';
  const ending = (kind: Kind) => (kind === 'manifests' ? ENDING : '');
  const nameOf = (kind: Kind, name: string) =>
    kind === 'blobs' ? sealedName(key, name) : `${name}${ending(kind)}`;
  const sealed = async (kind: Kind, bytes: Uint8Array) =>
    isPlain(kind) ? bytes : buffer(seal(once(bytes), { recipients: [recipient] }));
  return {
    ...place,
    isSealed: true,
    signers: [
      manifestSigner(signingKey(key), {
        name: isOfPassphrase ? 'the passphrase' : 'the key of the repository',
        provesOrigin: isOfPassphrase,
      }),
      ...place.signers,
    ],
    names: async (kind) => (await place.names(kind)).flatMap((name) => unended(name, ending(kind))),
    entries: async (kind) =>
      (await place.entries(kind)).flatMap((entry) =>
        unended(entry.name, ending(kind)).map((name) => ({ ...entry, name })),
      ),
    storedName: (sha256) => sealedName(key, sha256),
    async read(kind, name, limit) {
      if (isPlain(kind)) return place.read(kind, name, limit);
      if (keys === null) throw backupSealed(place.name, 'read');
      const stored = await place.read(kind, nameOf(kind, name), sealedLimit(limit));
      if (stored === null) return null;
      const wrong = new Damage(
        kind === 'blobs'
          ? `the blob ${nameOf(kind, name)} is damaged`
          : 'its manifest was changed, or encrypted by others',
      );
      if (stored.length > sealedLimit(limit)) throw wrong;
      try {
        return await buffer(unseal(once(stored), keys));
      } catch (error) {
        // It lies in the repository of that key, so it was encrypted for it once.
        throw error instanceof WrongKey || error instanceof Damage ? wrong : error;
      }
    },
    write: async (kind, name, bytes) =>
      place.write(kind, nameOf(kind, name), await sealed(kind, bytes)),
    create: async (kind, name, bytes) =>
      place.create(kind, nameOf(kind, name), await sealed(kind, bytes)),
    remove: (kind, name) => place.remove(kind, `${name}${ending(kind)}`),
  };
}

/** A header, and a tag for each 64 KiB. */
function sealedLimit(limit: number): number {
  return limit + 1_024 + 16 * Math.ceil(limit / 65_536);
}

/** What has another ending is none of ours. */
function unended(name: string, ending: string): string[] {
  return name.endsWith(ending) ? [name.slice(0, name.length - ending.length)] : [];
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
