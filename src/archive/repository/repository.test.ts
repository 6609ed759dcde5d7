import { randomBytes } from 'node:crypto';
import {
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
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemProcesses } from '../../state/process-identity.ts';
import { draftOf } from './drafts.ts';
import { findBackup, type PassOver } from './find-backup.ts';
import { folderPlace } from './folder-place.ts';
import { listBackups } from './list-backups.ts';
import type { Manifest } from './manifest.ts';
import { manifestText } from './manifest-text.ts';
import { PIECE_SIZE } from './piece-size.ts';
import type { RepositoryPlace } from './place.ts';
import { readFile } from './read-file.ts';
import { storeFiles } from './store-files.ts';
import { verifyFiles } from './verify-files.ts';
import { writeManifest } from './write-manifest.ts';

const signal = new AbortController().signal;
const nothing = () => {};

let folder: string;
let place: RepositoryPlace;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-repository-'));
  place = folderPlace(join(folder, 'backups'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (...names: string[]) => join(folder, 'backups', ...names);
const blobs = () => readdirSync(at('blobs'));

async function* inParts(bytes: Buffer, size = 100_000): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function store(files: Record<string, Buffer>, now = Date.UTC(2026, 10, 26), reread = false) {
  const before = await listBackups(place);
  const known = new Set(await place.names('blobs'));
  let written = 0;
  const onWritten = (bytes: number) => {
    written += bytes;
  };
  const waiting = Object.entries(files).map(([path, bytes]) => ({
    path,
    read: () => inParts(bytes),
  }));
  const input = { place, known, onRead: nothing, onWritten, signal, reread };
  const stored = await storeFiles(waiting, input);
  const content = { version: '1.0.0', project: 'gecko', label: null, ...rest, files: stored };
  return { manifest: await writeManifest(place, content, { before, now }), written };
}

const rest = { store: null, models: null, volumes: [], configuration: false };

async function read({ files }: Manifest): Promise<Record<string, Buffer>> {
  const found: Record<string, Buffer> = {};
  for (const file of files) {
    const parts: Buffer[] = [];
    for await (const part of readFile(place, file)) parts.push(part);
    found[file.path] = Buffer.concat(parts);
  }
  return found;
}

const verify = (manifest: Manifest) => verifyFiles(place, manifest, nothing, signal);
const listed = async () => (await listBackups(place)).map(({ content }) => content);
const found = async (asked = 'latest') =>
  findBackup(await listBackups(place), asked, { project: 'gecko', where: 'there' });

const latest = async (passOver?: PassOver) =>
  findBackup(await listBackups(place), 'latest', { project: 'gecko', where: 'there', passOver });

describe('a repository', () => {
  it('gives back what was stored, whatever it was', async () => {
    const trees = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,2}$/),
      fc.uint8Array({ maxLength: 3_000 }),
      { maxKeys: 6 },
    );
    await fc.assert(
      fc.asyncProperty(trees, async (tree) => {
        const files = Object.fromEntries(
          Object.entries(tree).map(([path, bytes]) => [path, Buffer.from(bytes)]),
        );
        const { manifest } = await store(files);
        expect(await read(await found(manifest.id))).toEqual(files);
        expect(await verify(manifest)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('cuts a long file into pieces, and stores what is the same once', async () => {
    const bytes = randomBytes(2 * PIECE_SIZE + 17);
    const first = await store({ a: bytes });
    expect(first.manifest.files[0]?.pieces).toHaveLength(3);
    const changed = Buffer.concat([bytes.subarray(0, 2 * PIECE_SIZE), Buffer.from('other')]);
    const { manifest, written } = await store({ a: changed, b: bytes });
    expect(written).toBeLessThan(100);
    expect(blobs()).toHaveLength(4);
    const files = await read(manifest);
    expect(files.a?.equals(changed) && files.b?.equals(bytes)).toBe(true);
  });

  it('lists many backups in little memory: a piece that several have is there once', async () => {
    const bytes = randomBytes(PIECE_SIZE + 17);
    const made = [await store({ a: bytes }), await store({ b: bytes })];
    const all = await listed();
    expect(all).toEqual(made.map(({ manifest }) => manifest));
    const [first = [], second = []] = all.map((one) =>
      'files' in one ? one.files[0]?.pieces : [],
    );
    expect(second.map((piece, at) => piece === first[at])).toEqual([true, true]);
  });

  it('is readable by nobody else', async () => {
    await store({ a: Buffer.from('secret') });
    const modes = ['blobs', 'manifests'].flatMap((kind) => [
      statSync(at(kind)).mode & 0o777,
      ...readdirSync(at(kind)).map((name) => statSync(at(kind, name)).mode & 0o777),
    ]);
    expect(modes).toEqual([0o700, 0o600, 0o700, 0o600]);
  });

  it('has no backup before its manifest is there', async () => {
    await place.write('blobs', 'a'.repeat(64), Buffer.from('of one that was interrupted'));
    writeFileSync(at('manifests.partial'), '');
    expect(await listBackups(place)).toEqual([]);
    await expect(found()).rejects.toMatchObject({ code: 'BACKUP_MISSING', exitCode: 10 });
  });

  it('removes at once what a write of this machine has left whose process has ended', async () => {
    await store({ a: Buffer.from('a') });
    const table = (startTime: string) => ({ ...systemProcesses, startTime: () => startTime });
    const left = [
      draftOf(at('blobs', 'x'), table('1')),
      draftOf(at('blobs', 'y')),
      draftOf(at('blobs', 'z'), { ...table('1'), pidSpace: () => 'far', machine: () => 'far' }),
    ];
    for (const path of left) writeFileSync(path, 'half');
    await place.clean(Date.now());
    expect(left.map((path) => existsSync(path))).toEqual([false, true, true]);
  });

  it('removes what a write that was killed has left, once nobody can be writing it', async () => {
    await store({ a: Buffer.from('a') });
    writeFileSync(at('blobs', 'x.1234.partial'), 'half');
    const [name = ''] = blobs().filter((one) => one.endsWith('.partial'));
    await place.clean(Date.now());
    expect(blobs()).toContain(name);
    await place.clean(Date.now() + 2 * 24 * 60 * 60_000);
    expect(blobs()).toHaveLength(1);
  });

  it('knows the newest one where the clock went back', async () => {
    await store({ a: Buffer.from('1') }, Date.UTC(2026, 10, 26));
    const { manifest } = await store({ a: Buffer.from('2') }, Date.UTC(2001, 0, 1));
    expect((await found()).id).toBe(manifest.id);
    expect((await store({ a: Buffer.from('3') })).manifest.counter).toBe(3);
  });

  it('does not pass over one that is newer and cannot be used, unless that is told', async () => {
    const old = await store({ a: Buffer.from('1') }, Date.UTC(2026, 10, 25));
    const edited = async (name: string, text: string) => {
      const path = at('manifests', name);
      const before = readFileSync(path, 'utf8');
      writeFileSync(path, text);
      const told: string[] = [];
      const id = (await latest(({ code }) => told.push(code))).id;
      await expect(latest()).rejects.toMatchObject({ code: told[0] });
      writeFileSync(path, before);
      return [id, ...told];
    };
    const { manifest } = await store({ a: Buffer.from('2') }, Date.UTC(2026, 10, 26));
    const [first = '', second = ''] = readdirSync(at('manifests')).sort();
    const text = readFileSync(at('manifests', second), 'utf8');
    expect(await edited(second, text.replace('"gecko"', '"other"'))).toEqual([
      old.manifest.id,
      'BACKUP_DAMAGED',
    ]);
    const newer = JSON.stringify({ ...manifest, schemaVersion: 2 });
    expect(await edited(second, newer)).toEqual([old.manifest.id, 'BACKUP_NEWER']);
    writeFileSync(at('manifests', first), 'an older one');
    expect((await latest()).id).toBe(manifest.id);
    await expect(found(old.manifest.id)).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
  });

  it('finds one by the beginning of its id, and asks for more where several begin so', async () => {
    const { manifest } = await store({ a: Buffer.from('1') });
    expect((await found(manifest.id.slice(0, 5).toUpperCase())).id).toBe(manifest.id);
    await expect(found('zz')).rejects.toMatchObject({ code: 'BACKUP_MISSING' });
    await store({ a: Buffer.from('2') });
    await expect(found('')).rejects.toMatchObject({ code: 'USAGE', exitCode: 2 });
  });
});

describe('a backup that is not as it was stored', () => {
  const bytes = Buffer.concat([randomBytes(3_000), Buffer.alloc(9_000, 'words ')]);

  it('is told wherever a blob was cut off', async () => {
    const { manifest } = await store({ a: bytes });
    const [name = ''] = blobs();
    const whole = readFileSync(at('blobs', name));
    for (let end = 0; end < whole.length; end += 61) {
      writeFileSync(at('blobs', name), whole.subarray(0, end));
      expect(await verify(manifest)).toEqual([`a: the blob ${name} is damaged`]);
    }
    writeFileSync(at('blobs', name), Buffer.concat([whole, randomBytes(5_000)]));
    expect(await verify(manifest)).toHaveLength(1);
  });

  it('is told wherever a bit of a blob has turned', async () => {
    const { manifest } = await store({ a: bytes });
    const [name = ''] = blobs();
    const whole = readFileSync(at('blobs', name));
    for (let index = 0; index < whole.length; index += 23) {
      const changed = Buffer.from(whole);
      changed[index] = (changed[index] ?? 0) ^ 16;
      writeFileSync(at('blobs', name), changed);
      // A bit that no reader looks at changes nothing: then all that it says is still right.
      const wrong = await verify(manifest);
      if (wrong.length === 0) expect(await read(manifest)).toEqual({ a: bytes });
    }
  });

  it('is told before it is unpacked where a blob would become gigabytes', async () => {
    const { manifest } = await store({ a: Buffer.alloc(PIECE_SIZE) });
    const [name = ''] = blobs();
    const head = readFileSync(at('blobs', name)).subarray(0, 6);
    // Blocks of one byte that is repeated 128 KiB times, the last one marked.
    const block = (isLast: boolean) => {
      const header = Buffer.alloc(4);
      header.writeUIntLE(((128 * 1024) << 3) | (1 << 1) | Number(isLast), 0, 3);
      return header;
    };
    const bomb = Array.from({ length: 100_000 }, (_, index) => block(index === 99_999));
    writeFileSync(at('blobs', name), Buffer.concat([head, ...bomb]));
    expect(await verify(manifest)).toEqual([`a: the blob ${name} is damaged`]);
  });

  it('is told where blobs are missing or have changed places', async () => {
    const { manifest } = await store({ a: Buffer.from('one'), b: Buffer.from('two') });
    const [one = '', two = ''] = blobs();
    const [first, second] = [readFileSync(at('blobs', one)), readFileSync(at('blobs', two))];
    writeFileSync(at('blobs', one), second);
    writeFileSync(at('blobs', two), first);
    expect(await verify(manifest)).toHaveLength(2);
    rmSync(at('blobs', one));
    expect((await verify(manifest)).join()).toContain(`the blob ${one} is missing`);
  });

  it('is told where a manifest was edited, cut off or given another name', async () => {
    const { manifest } = await store({ a: bytes });
    const [name = ''] = readdirSync(at('manifests'));
    const text = readFileSync(at('manifests', name), 'utf8');
    const problems = async (changed: string) => {
      writeFileSync(at('manifests', name), changed);
      return (await listed()).map((one) => ('problem' in one ? one.problem : null));
    };
    expect(await problems(text.replace('"gecko"', '"other"'))).toEqual([
      'its manifest was changed',
    ]);
    for (let end = 0; end < text.length - 2; end += 97)
      expect(await problems(text.slice(0, end))).not.toEqual([null]);
    await expect(found(manifest.id)).rejects.toMatchObject({
      code: 'BACKUP_DAMAGED',
      exitCode: 25,
    });
    await problems(text.replace(manifest.id, 'deadbeef'));
    const other = manifestText({ ...manifest, id: 'deadbeef' });
    expect(await problems(other)).toEqual(['its manifest has another name']);
  });

  it('is refused where its manifest names a file that leads elsewhere, or lies about sizes', async () => {
    const { manifest } = await store({ a: bytes });
    const [name = ''] = readdirSync(at('manifests'));
    const [file] = manifest.files;
    if (!file) throw new Error('no file');
    for (const lie of [
      { ...file, path: '../a' },
      { ...file, path: '/etc/passwd' },
      { ...file, path: 'a\\..\\b' },
      { ...file, path: 'a/\0' },
      { ...file, size: file.size + 1 },
      { ...file, pieces: [{ sha256: '../../x', size: file.size }] },
    ]) {
      writeFileSync(at('manifests', name), manifestText({ ...manifest, files: [lie] }));
      expect(await listed()).toMatchObject([{ kind: 'damaged' }]);
    }
    for (const project of ['../../other', '/etc', 'a b', 'a;b', '']) {
      writeFileSync(at('manifests', name), manifestText({ ...manifest, project }));
      expect(await listed()).toMatchObject([{ kind: 'damaged' }]);
    }
    writeFileSync(at('manifests', name), manifestText({ ...manifest, files: [file, file] }));
    expect(await listed()).toMatchObject([{ problem: 'its manifest names a file twice' }]);
  });

  it('is refused where a newer gecko made it', async () => {
    const { manifest } = await store({ a: bytes });
    const [name = ''] = readdirSync(at('manifests'));
    const newer = { ...manifest, schemaVersion: 2, version: '9.0.0' };
    writeFileSync(at('manifests', name), JSON.stringify(newer));
    await expect(found(manifest.id)).rejects.toMatchObject({
      code: 'BACKUP_NEWER',
      message: expect.stringContaining('gecko 9.0.0'),
    });
  });

  it('is whole again after a backup of the same that reads what is there', async () => {
    const { manifest } = await store({ a: bytes });
    const [name = ''] = blobs();
    writeFileSync(at('blobs', name), 'damaged');
    expect(await verify(manifest)).toHaveLength(1);
    await store({ a: bytes });
    expect(await verify(manifest)).toHaveLength(1);
    await store({ a: bytes }, undefined, true);
    expect(await verify(manifest)).toEqual([]);
  });
});

describe('a store that fails half-way', () => {
  it.each([1, 2])('leaves nothing unfinished where write %i finds no room', async (failing) => {
    let writes = 0;
    const full: RepositoryPlace = {
      ...place,
      async write(kind, name, content) {
        writes += 1;
        if (writes === failing) throw new Error('no room');
        await place.write(kind, name, content);
      },
    };
    const input = { place: full, known: new Set<string>(), onRead: nothing, onWritten: nothing };
    const bytes = randomBytes(3 * PIECE_SIZE);
    await expect(
      storeFiles([{ path: 'a', read: () => inParts(bytes) }], { ...input, signal }),
    ).rejects.toThrow('no room');
    expect((await place.names('blobs')).every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
  });

  it.runIf(process.platform === 'linux')('says that a folder cannot be made', async () => {
    const nowhere = folderPlace('/proc/gecko/backups');
    await expect(nowhere.write('blobs', 'a', Buffer.from('a'))).rejects.toMatchObject({
      code: 'BACKUP_TARGET',
      exitCode: 1,
    });
  });

  it('says that the target is no folder', async () => {
    writeFileSync(at(), 'a file');
    await expect(store({ a: Buffer.from('a') })).rejects.toMatchObject({ code: 'BACKUP_TARGET' });
  });
});
