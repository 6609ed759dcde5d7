import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { AgeKeys, AgeTo } from '../age/age-keys.ts';
import { newIdentity } from '../age/new-identity.ts';
import { seal } from '../age/seal.ts';
import { unseal } from '../age/unseal.ts';
import { WrongKey } from '../age/wrong-key.ts';
import { Damage } from './damage.ts';
import type { RepositoryPlace } from './place.ts';
import { StoredKey } from './repository-key.ts';

/** The key of a repository lies there twice: without it everything else is worth nothing. */
const [FIRST, COPY] = ['repository.age', 'copy.age'];

/** Bytes; longer than any. */
const LIMIT = 1024 * 1024;

type KeyPlace = Pick<RepositoryPlace, 'read' | 'create' | 'write'>;

/**
 * Makes the key of a repository that has none. Of two that try at once, one wins.
 * @returns null where there is one by now
 */
export async function createKeyFile(place: KeyPlace, to: AgeTo): Promise<StoredKey | null> {
  const key: StoredKey = {
    schemaVersion: 1,
    kind: 'gecko-backup-key',
    ...(await newIdentity()),
    secret: randomBytes(32).toString('hex'),
  };
  const text = Buffer.from(`${JSON.stringify(key, null, 1)}\n`);
  const file = await buffer(seal(once(text), to));
  if (!(await place.create('keys', FIRST, file))) return null;
  await place.write('keys', COPY, file);
  return key;
}

/** The key files as they lie there, the first one first; none: the repository is not sealed. */
export async function readKeyFiles(place: Pick<RepositoryPlace, 'read'>): Promise<Buffer[]> {
  const files: Buffer[] = [];
  for (const name of [FIRST, COPY]) {
    const file = await place.read('keys', name, LIMIT);
    if (file !== null) files.push(file);
  }
  return files;
}

/**
 * The key of a repository, from whichever of its files is whole; one that is damaged or missing is written anew.
 * @throws WrongKey; Damage where none is whole
 */
export async function openKeyFile(
  place: KeyPlace,
  files: readonly Buffer[],
  keys: AgeKeys,
): Promise<StoredKey> {
  const [first, copy] = files;
  const isTwice = first !== undefined && copy?.equals(first) === true;
  let failure: unknown = new Damage('it has no key');
  for (const file of isTwice ? [first] : files)
    try {
      const key = parseKey(await buffer(unseal(once(file), keys)));
      // The repository may be one that cannot be written: then it stays as it is.
      if (!isTwice) await mend(place, file).catch(() => {});
      return key;
    } catch (error) {
      if (!(error instanceof WrongKey || error instanceof Damage)) throw error;
      // What a wrong key cannot open may be whole: the other one tells no more.
      if (!(failure instanceof WrongKey)) failure = error;
    }
  throw failure;
}

async function mend(place: KeyPlace, file: Buffer): Promise<void> {
  for (const name of [FIRST, COPY])
    if (!(await place.read('keys', name, LIMIT))?.equals(file))
      await place.write('keys', name, file);
}

function parseKey(text: Buffer): StoredKey {
  try {
    return StoredKey.parse(JSON.parse(text.toString('utf8')), { jitless: true });
  } catch {
    throw new Damage('it is no key of a repository');
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
