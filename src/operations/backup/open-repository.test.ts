import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { storeBackup } from '../../../test/fakes/store-backup.ts';
import { newIdentity } from '../../archive/age/new-identity.ts';
import { findBackup } from '../../archive/repository/find-backup.ts';
import { folderPlace } from '../../archive/repository/folder-place.ts';
import { listBackups } from '../../archive/repository/list-backups.ts';
import type { Manifest } from '../../archive/repository/manifest.ts';
import { manifestText } from '../../archive/repository/manifest-text.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { createKeyFile, readKeyFiles } from '../../archive/repository/repository-key-file.ts';
import { verifyFiles } from '../../archive/repository/verify-files.ts';
import { backupKey } from './backup-key.ts';
import { openRepository } from './open-repository.ts';
import type { RepositoryAccess, RepositoryPurpose } from './repository-access.ts';

const signal = new AbortController().signal;
const nothing = () => {};
const phrase = 'correct horse battery staple';

let home: string;
let runtime: FakeRuntime;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-sealed-'));
  runtime = await fakeRuntime(home, new FakeRag());
  Object.assign(runtime.ui, { interactive: false });
  write('phrase', `${phrase}\nnot this line\n`);
  write('other', 'quite another phrase\n');
});
afterEach(() => rmSync(home, { recursive: true }));

const at = (...names: string[]) => join(home, ...names);
const write = (name: string, text: string | Uint8Array) => writeFileSync(at(name), text);
const repository = (...names: string[]) => at('r', ...names);
const open = (access: RepositoryAccess = {}, purpose: RepositoryPurpose = 'read') =>
  openRepository(repository(), runtime, access, purpose);
/** With a key that is quickly opened, for there are many tests. */
async function sealing(): Promise<RepositoryPlace> {
  const place = folderPlace(repository());
  if ((await readKeyFiles(place)).length === 0 && (await place.names('manifests')).length === 0)
    await createKeyFile(place, { passphrase: phrase, workFactor: 8 });
  return open({ encrypt: true, passphraseFile: at('phrase') }, 'write');
}
const reading = () => open({ passphraseFile: at('phrase') });

async function latest(place: RepositoryPlace): Promise<Manifest> {
  return findBackup(await listBackups(place), 'latest', { project: 'gecko', where: 'there' });
}

const verify = async (place: RepositoryPlace) =>
  verifyFiles(place, await latest(place), nothing, signal);

/** Every file of the repository, by its path in it. */
function contents(): Map<string, Buffer> {
  const files = readdirSync(repository(), { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  return new Map(
    files.map(({ parentPath, name }) => [
      join(parentPath, name),
      readFileSync(join(parentPath, name)),
    ]),
  );
}

describe('a repository that a passphrase opens', () => {
  it('gives back what was stored, and proves who stored it', async () => {
    const place = await sealing();
    await storeBackup(place, { a: 'a secret', b: 'another' });
    const read = await reading();
    expect(await verify(read)).toEqual([]);
    expect(read.signers.some(({ provesOrigin }) => provesOrigin)).toBe(true);
  });

  it('shows nothing of what it holds, in contents, names or modes', async () => {
    const { manifest } = await storeBackup(await sealing(), {
      'pump.md': 'The pump is green. '.repeat(9),
    });
    const [{ sha256 = '', pieces = [] } = {}] = manifest.files;
    const words = ['pump', 'gecko', '1.0.0', manifest.files[0]?.sha256, pieces[0]?.sha256, sha256];
    for (const [path, bytes] of contents()) {
      expect(statSync(path).mode & 0o777).toBe(0o600);
      for (const word of words)
        expect(`${path.slice(home.length)} ${bytes.toString('latin1')}`).not.toContain(word);
    }
  });

  it('stores what is the same once, in the next run too', async () => {
    await storeBackup(await sealing(), { a: 'one', b: 'one' });
    expect(readdirSync(repository('blobs'))).toHaveLength(1);
    const { written, manifest } = await storeBackup(await sealing(), { c: 'one' });
    expect([written, manifest.counter]).toEqual([0, 2]);
  });

  it('is written on without being asked for encryption again', async () => {
    await storeBackup(await sealing(), { a: 'one' });
    await storeBackup(await open({ passphraseFile: at('phrase') }, 'write'), { a: 'two' });
    expect([...contents().values()].every((bytes) => !bytes.includes('"files"'))).toBe(true);
  });

  it('is closed to another passphrase, and to none', async () => {
    await storeBackup(await sealing(), { a: 'one' });
    await expect(open({ passphraseFile: at('other') })).rejects.toMatchObject({
      code: 'BACKUP_WRONG_KEY',
      exitCode: 12,
    });
    for (const purpose of ['read', 'write'] as const)
      await expect(open({}, purpose)).rejects.toMatchObject({
        code: 'BACKUP_SEALED',
        exitCode: 12,
      });
  });

  it('is looked at without a key as far as it can be', async () => {
    const { manifest } = await storeBackup(await sealing(), { a: 'one' });
    expect(await listBackups(await open({}, 'look'))).toMatchObject([
      { id: manifest.id, content: { kind: 'sealed' } },
    ]);
  });

  it('asks twice for a new passphrase, and once for an old one, on a terminal', async () => {
    Object.assign(runtime.ui, { interactive: true });
    runtime.ui.lines = [phrase, phrase];
    await storeBackup(await open({ encrypt: true }, 'write'), { a: 'one' });
    runtime.ui.lines = [phrase];
    expect(await verify(await open())).toEqual([]);
    expect(runtime.ui.questions).toHaveLength(3);
    rmSync(repository(), { recursive: true });
    runtime.ui.lines = [phrase, 'mistyped phrase'];
    await expect(open({ encrypt: true }, 'write')).rejects.toMatchObject({ code: 'USAGE' });
    runtime.ui.lines = ['short'];
    await expect(open({ encrypt: true }, 'write')).rejects.toMatchObject({ code: 'USAGE' });
    expect(existsSync(repository())).toBe(false);
  });

  it('takes the passphrase from the configuration', async () => {
    runtime.config.backup = { ...runtime.config.backup, encrypt: true, passphrase: phrase };
    await storeBackup(await open({}, 'write'), { a: 'one' });
    expect(await verify(await open())).toEqual([]);
    expect(await verify(await reading())).toEqual([]);
  });

  it('lets one of two first backups make the key, and both be read', async () => {
    const first = () => open({ encrypt: true, passphraseFile: at('phrase') }, 'write');
    const [one, other] = await Promise.all([first(), first()]);
    await storeBackup(one, { a: 'one' });
    await storeBackup(other, { b: 'two' });
    const all = await listBackups(await reading());
    expect(all.map(({ content }) => 'problem' in content)).toEqual([false, false]);
  });

  it.each(['repository.age', 'copy.age'])('survives the loss or the damage of %s', async (name) => {
    await storeBackup(await sealing(), { a: 'one' });
    const whole = readFileSync(repository('keys', name));
    const changed = Buffer.from(whole);
    changed[60] = (changed[60] ?? 0) ^ 1;
    write(`r/keys/${name}`, changed);
    expect(await verify(await reading())).toEqual([]);
    expect(readFileSync(repository('keys', name))).toEqual(whole);
    rmSync(repository('keys', name));
    expect(await verify(await reading())).toEqual([]);
    expect(readFileSync(repository('keys', name))).toEqual(whole);
  });

  it('says that its key is lost', async () => {
    await storeBackup(await sealing(), { a: 'one' });
    rmSync(repository('keys'), { recursive: true });
    for (const purpose of ['look', 'read', 'write'] as const)
      await expect(open({ passphraseFile: at('phrase') }, purpose)).rejects.toMatchObject({
        code: 'BACKUP_DAMAGED',
        exitCode: 25,
      });
  });

  it('is told damaged wherever a bit of a blob or a manifest has turned', async () => {
    await storeBackup(await sealing(), { a: 'one' });
    const place = await reading();
    for (const [path, whole] of contents()) {
      if (path.includes('/keys/')) continue;
      for (let index = 0; index < whole.length; index += 37) {
        const changed = Buffer.from(whole);
        changed[index] = (changed[index] ?? 0) ^ 4;
        writeFileSync(path, changed);
        const [listed] = await listBackups(place);
        const found = listed && 'problem' in listed.content ? [listed.content.problem] : null;
        expect(found ?? (await verify(place))).toHaveLength(1);
      }
      writeFileSync(path, whole);
    }
  });

  it('refuses a manifest that was edited together with its sums, by whoever can open it', async () => {
    const place = await sealing();
    const { manifest } = await storeBackup(place, { a: 'one', b: 'two' });
    const [name = ''] = await place.names('manifests');
    const { signatures = [], ...rest } = { ...manifest, files: manifest.files.slice(1) };
    for (const forged of [rest, { ...rest, signatures }]) {
      await place.write('manifests', name, Buffer.from(manifestText(forged)));
      const failure = latest(await reading());
      await expect(failure).rejects.toMatchObject({ exitCode: 25 });
    }
  });

  it('takes nothing that is not encrypted for a backup of it', async () => {
    await storeBackup(await sealing(), { a: 'one' });
    rmSync(repository('manifests'), { recursive: true });
    await storeBackup(folderPlace(repository()), { a: 'forged' });
    expect(await listBackups(await reading())).toEqual([]);
  });

  it('is not replaced by a plain one unnoticed', async () => {
    await storeBackup(folderPlace(repository()), { a: 'forged' });
    await expect(reading()).rejects.toMatchObject({ code: 'BACKUP_PLAIN', exitCode: 22 });
    await expect(sealing()).rejects.toMatchObject({ code: 'BACKUP_PLAIN' });
    runtime.config.backup = { ...runtime.config.backup, encrypt: true };
    await expect(open()).rejects.toMatchObject({ code: 'BACKUP_PLAIN' });
  });
});

describe('a repository that keys of recipients open', () => {
  let one: { identity: string; recipient: string };
  let other: { identity: string; recipient: string };
  beforeEach(async () => {
    [one, other] = [await newIdentity(), await newIdentity()];
    write('one.key', `# a comment\n${one.identity}\n`);
    write('other.key', other.identity);
  });
  const encrypting = () =>
    open({ encrypt: true, recipients: [one.recipient, other.recipient] }, 'write');

  it('is written without any of them, stores what is the same once, and counts on', async () => {
    await storeBackup(await encrypting(), { a: 'one' });
    const second = await storeBackup(await open({}, 'write'), { a: 'one', b: 'two' });
    expect(second.written).toBeLessThan(300);
    await storeBackup(await open({}, 'write'), { c: 'three' });
    for (const name of ['one.key', 'other.key']) {
      const place = await open({ identity: at(name) });
      expect(await verify(place)).toEqual([]);
      const counters = (await listBackups(place)).map(({ content }) => content.counter);
      expect(counters).toEqual([1, 2, 3]);
      // Anybody may encrypt to them.
      expect(place.signers.some(({ provesOrigin }) => provesOrigin)).toBe(false);
    }
    expect(readFileSync(runtime.paths.project.backupKeys, 'utf8')).not.toContain('SECRET-KEY');
    await expect(open()).rejects.toMatchObject({ code: 'BACKUP_SEALED' });
  });

  it('is written from another machine once a key has opened it there', async () => {
    await storeBackup(await encrypting(), { a: 'one' });
    rmSync(runtime.paths.project.backupKeys);
    await expect(open({}, 'write')).rejects.toMatchObject({ code: 'BACKUP_SEALED' });
    await open({ identity: at('one.key') }, 'write');
    await storeBackup(await open({}, 'write'), { a: 'two' });
  });

  it('is closed to the key of somebody else', async () => {
    await storeBackup(await encrypting(), { a: 'one' });
    write('third.key', (await newIdentity()).identity);
    await expect(open({ identity: at('third.key') })).rejects.toMatchObject({
      code: 'BACKUP_WRONG_KEY',
    });
  });

  it('takes recipients from a file, and refuses what is none', async () => {
    write('team', `# us\n${one.recipient}\n${other.recipient}\n`);
    await storeBackup(await open({ recipientsFile: at('team') }, 'write'), { a: 'one' });
    expect(await verify(await open({ identity: at('other.key') }))).toEqual([]);
    rmSync(repository(), { recursive: true });
    for (const recipients of [['age1nonsense'], ['ssh-ed25519 AAAA']])
      await expect(open({ recipients }, 'write')).rejects.toMatchObject({ code: 'USAGE' });
  });

  it.each(['missing.key', 'phrase'])('says that %s holds no keys of age', async (name) => {
    await storeBackup(await encrypting(), { a: 'one' });
    await expect(open({ identity: at(name) })).rejects.toMatchObject({
      code: 'BACKUP_KEY_FILE',
      exitCode: 2,
    });
  });

  it('does not open beside a passphrase: that alone proves who made it', async () => {
    await storeBackup(await sealing(), { a: 'one' });
    const forged = join(home, 'forged');
    const first = await openRepository(forged, runtime, { recipients: [one.recipient] }, 'write');
    await storeBackup(first, { a: 'forged' });
    copyFileSync(join(forged, 'keys', 'repository.age'), repository('keys', 'repository.age'));
    const place = await open({ identity: at('one.key'), passphraseFile: at('phrase') });
    expect(await verify(place)).toEqual([]);
  });
});

describe('a signed backup', () => {
  beforeEach(async () => {
    await backupKey({ file: at('sign.key'), age: false });
    await backupKey({ file: at('other.sign'), age: false });
  });
  const signing = (name = 'sign.key') => open({ signKey: at(name) }, 'write');

  it('is made with a key that nobody else can read, and that is never replaced', async () => {
    expect(statSync(at('sign.key')).mode & 0o777).toBe(0o600);
    await expect(backupKey({ file: at('sign.key'), age: false })).rejects.toMatchObject({
      code: 'KEY_EXISTS',
    });
    write('short', 'too short');
    await expect(signing('short')).rejects.toMatchObject({ code: 'BACKUP_KEY_FILE' });
  });

  it('passes with its key, and without one', async () => {
    await storeBackup(await signing(), { a: 'one' });
    expect(await verify(await open({ signKey: at('sign.key') }))).toEqual([]);
    expect(await verify(await open())).toEqual([]);
  });

  it('is refused by another key, and an unsigned one by any', async () => {
    await storeBackup(await signing(), { a: 'one' });
    await expect(latest(await open({ signKey: at('other.sign') }))).rejects.toMatchObject({
      code: 'BACKUP_OTHER_KEY',
      exitCode: 12,
    });
    rmSync(repository(), { recursive: true });
    await storeBackup(await open({}, 'write'), { a: 'one' });
    await expect(latest(await open({ signKey: at('sign.key') }))).rejects.toMatchObject({
      code: 'BACKUP_UNSIGNED',
      exitCode: 25,
    });
  });

  it('is refused where its manifest was edited together with its sums', async () => {
    const place = await signing();
    const { manifest } = await storeBackup(place, { a: 'one', b: 'two' });
    const [name = ''] = await place.names('manifests');
    const forged = { ...manifest, files: manifest.files.slice(1) };
    await place.write('manifests', name, Buffer.from(manifestText(forged)));
    await expect(latest(await signing())).rejects.toMatchObject({
      code: 'BACKUP_DAMAGED',
      exitCode: 25,
    });
    expect(await verify(await open())).toEqual([]);
  });

  it('counts on after unsigned ones', async () => {
    await storeBackup(await open({}, 'write'), { a: 'one' });
    const { manifest } = await storeBackup(await signing(), { a: 'one' });
    expect(manifest.counter).toBe(2);
    expect((await latest(await signing())).id).toBe(manifest.id);
  });

  it('hides no newer one whose signature is gone, and is not hidden by those of others', async () => {
    const { manifest } = await storeBackup(await signing(), { a: 'one' });
    await storeBackup(await open({}, 'write'), { a: 'two' }, { project: 'other' });
    expect((await latest(await signing())).id).toBe(manifest.id);
    await storeBackup(await open({}, 'write'), { a: 'three' });
    await expect(latest(await signing())).rejects.toMatchObject({ code: 'BACKUP_UNSIGNED' });
    expect((await latest(await open())).counter).toBe(3);
  });

  it('is encrypted as well', async () => {
    const both = { encrypt: true, passphraseFile: at('phrase'), signKey: at('sign.key') };
    await storeBackup(await open(both, 'write'), { a: 'one' });
    expect(await verify(await open(both))).toEqual([]);
    await expect(latest(await open({ ...both, signKey: at('other.sign') }))).rejects.toMatchObject({
      code: 'BACKUP_OTHER_KEY',
    });
  });
});
