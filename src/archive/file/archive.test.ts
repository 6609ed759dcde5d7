import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { compress } from '@mongodb-js/zstd';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemProcesses } from '../../state/process-identity.ts';
import { Damage } from '../repository/damage.ts';
import { draftOf } from '../repository/drafts.ts';
import { folderPlace } from '../repository/folder-place.ts';
import type { Manifest } from '../repository/manifest.ts';
import { manifestText } from '../repository/manifest-text.ts';
import { PIECE_SIZE } from '../repository/piece-size.ts';
import type { RepositoryPlace } from '../repository/place.ts';
import { storeFiles } from '../repository/store-files.ts';
import { writeManifest } from '../repository/write-manifest.ts';
import { type ArchiveFormat, archiveFormat, archiveFormats } from './archive-format.ts';
import { archiveSource } from './archive-source.ts';
import { beginsAsArchive } from './begins-as-archive.ts';
import { MANIFEST_MEMBER } from './manifest-member.ts';
import { memberHead } from './member-head.ts';
import { packArchive } from './pack-archive.ts';
import { surveyArchive } from './survey-archive.ts';
import { writeArchive } from './write-archive.ts';

const signal = new AbortController().signal;
const nothing = () => {};
const now = Date.UTC(2026, 10, 26, 8, 45);
const time = now / 1_000;

let folder: string;
let place: RepositoryPlace;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-archive-'));
  place = folderPlace(join(folder, 'backups'));
  file = join(folder, 'archive');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function* inParts(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += 100_000)
    yield bytes.subarray(from, from + 100_000);
}

async function store(files: Record<string, Buffer>): Promise<Manifest> {
  const known = new Set(await place.names('blobs'));
  const input = { place, known, onRead: nothing, onWritten: nothing, signal };
  const waiting = Object.entries(files).map(([path, bytes]) => ({
    path,
    read: () => inParts(bytes),
  }));
  const stored = await storeFiles(waiting, input);
  const rest = { store: null, models: null, volumes: [], configuration: false };
  const content = { version: '1.0.0', project: 'gecko', label: null, ...rest, files: stored };
  return writeManifest(place, content, { before: [], now });
}

const packed = (manifest: Manifest, format: ArchiveFormat) =>
  packArchive({ place, manifest, format, onRead: nothing, signal });

async function packedTo(path: string, manifest: Manifest, format: ArchiveFormat): Promise<Buffer> {
  await writeArchive(path, packed(manifest, format));
  return readFileSync(path);
}

/** What a survey of these bytes says. */
async function said(bytes: Buffer): Promise<string[]> {
  writeFileSync(file, bytes);
  try {
    const survey = await surveyArchive(file, nothing, signal);
    return 'problem' in survey ? [survey.problem] : survey.problems;
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    return [error.message];
  }
}

async function contents(path: string, manifest: Manifest): Promise<Record<string, Buffer>> {
  const source = archiveSource(path, manifest);
  const found: Record<string, Buffer> = {};
  for (const one of manifest.files) {
    const parts: Buffer[] = [];
    for await (const part of source.read(one)) parts.push(part);
    found[one.path] = Buffer.concat(parts);
  }
  return found;
}

const padded = (bytes: Buffer) =>
  Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
const member = (path: string, bytes: Buffer) =>
  Buffer.concat([memberHead({ path, size: bytes.length, time }), padded(bytes)]);
const tarEnd = Buffer.alloc(1024);
const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A zstd archive, cut off where one of its frames ends. */
async function boundaries(manifest: Manifest): Promise<Buffer[]> {
  const cuts: Buffer[] = [];
  const parts: Buffer[] = [];
  for await (const part of packed(manifest, 'tar.zst')) {
    parts.push(part);
    cuts.push(Buffer.concat(parts));
  }
  return cuts.slice(0, -1);
}

/** Small, of three files; and the tar of it, in its parts. */
async function sample() {
  const files = {
    'qdrant/a.snapshot': randomBytes(700),
    'qdrant/b.snapshot': randomBytes(1_024),
    'project/gecko.yaml': Buffer.from('project: gecko\n'),
  };
  const manifest = await store(files);
  const gz = await packedTo(file, manifest, 'tar.gz');
  const tar = gunzipSync(gz);
  const members = Object.entries(files).map(([path, bytes]) => member(path, bytes));
  const [begin, last] = [
    tar.subarray(0, 1024),
    member(MANIFEST_MEMBER, Buffer.from(manifestText(manifest))),
  ];
  expect(Buffer.concat([begin, ...members, last, tarEnd]).equals(tar)).toBe(true);
  return { files, manifest, gz, tar, begin, members, last };
}

describe('an archive', () => {
  it.each(archiveFormats)('as %s gives back what was stored, whatever it was', async (format) => {
    const trees = fc.dictionary(
      fc.stringMatching(/^[a-zé]{1,8}(\/[a-zñ ]{1,120}[a-z]){0,3}$/),
      fc.uint8Array({ maxLength: 3_000 }),
      { maxKeys: 6 },
    );
    await fc.assert(
      fc.asyncProperty(trees, async (tree) => {
        const files = Object.fromEntries(
          Object.entries(tree).map(([path, bytes]) => [path, Buffer.from(bytes)]),
        );
        const manifest = await store(files);
        expect(await said(await packedTo(file, manifest, format))).toEqual([]);
        expect(await contents(file, manifest)).toEqual(files);
      }),
      { numRuns: 30 },
    );
  });

  it('is made of the very blobs of the repository', async () => {
    const bytes = randomBytes(2 * PIECE_SIZE + 17);
    const manifest = await store({ a: bytes });
    const archive = await packedTo(file, manifest, 'tar.zst');
    for (const { sha256 } of manifest.files[0]?.pieces ?? [])
      expect(archive.includes(readFileSync(join(folder, 'backups', 'blobs', sha256)))).toBe(true);
    expect((await contents(file, manifest)).a?.equals(bytes)).toBe(true);
  });

  it('can be read file by file in any order, also a part of a file', async () => {
    const files = { a: randomBytes(PIECE_SIZE + 5), b: randomBytes(10), c: Buffer.alloc(0) };
    const manifest = await store(files);
    await packedTo(file, manifest, 'tar.gz');
    const source = archiveSource(file, manifest);
    const read = async (path: keyof typeof files) => {
      const found = manifest.files.find((one) => one.path === path);
      const parts: Buffer[] = [];
      if (found) for await (const part of source.read(found)) parts.push(part);
      return Buffer.concat(parts).equals(files[path]);
    };
    for (const path of ['b', 'a', 'c', 'c', 'a', 'b'] as const) expect(await read(path)).toBe(true);
    const [first] = manifest.files;
    if (first) for await (const part of source.read(first)) if (part.length > 0) break;
    expect(await Promise.all([read('a'), read('b'), read('c')])).toEqual([true, true, true]);
    expect(await source.verify(nothing, signal)).toEqual([]);
  });

  it('gives back its files also where its manifest lies about their pieces', async () => {
    const { begin, members, manifest, files } = await sample();
    const [first, ...rest] = manifest.files;
    if (!first) throw new Error('no file');
    const pieces = [{ sha256: sum(Buffer.from('other')), size: first.size }];
    const lying = { ...manifest, files: [{ ...first, pieces }, ...rest] };
    const last = member(MANIFEST_MEMBER, Buffer.from(manifestText(lying)));
    expect(await said(Buffer.concat([begin, ...members, last, tarEnd]))).toEqual([]);
    expect(await contents(file, lying)).toEqual(files);
  });

  it('is readable by nobody else, and has no name before it is whole', async () => {
    const manifest = await store({ a: randomBytes(10) });
    await packedTo(file, manifest, 'tar.zst');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const broken = async function* () {
      yield* packed(manifest, 'tar.zst');
      throw new Error('stopped');
    };
    writeFileSync(file, 'an older one');
    const before = { ...systemProcesses, startTime: () => '1' };
    writeFileSync(draftOf(file, before), 'of one that was killed');
    await expect(writeArchive(file, broken())).rejects.toThrow('stopped');
    expect(readFileSync(file, 'utf8')).toBe('an older one');
    expect(readdirSync(folder).sort()).toEqual(['archive', 'backups']);
  });

  it('is not written of a damaged blob', async () => {
    const manifest = await store({ 'qdrant/a': randomBytes(2_000) });
    const [blob = ''] = readdirSync(join(folder, 'backups', 'blobs'));
    rmSync(join(folder, 'backups', 'blobs', blob));
    await expect(packedTo(file, manifest, 'tar.zst')).rejects.toThrow(
      `qdrant/a: the blob ${blob} is missing`,
    );
    expect(readdirSync(folder)).toEqual(['backups']);
  });

  it('is known by its beginning, whatever its name is', async () => {
    const { tar, gz, manifest } = await sample();
    const known = async (bytes: Buffer) => {
      writeFileSync(file, bytes);
      return beginsAsArchive(file);
    };
    const zst = await packedTo(file, manifest, 'tar.zst');
    for (const bytes of [tar, gz, zst]) expect(await known(bytes)).toBe(true);
    for (const bytes of [Buffer.alloc(0), Buffer.from('x'), gz.subarray(0, 20), tar.subarray(1024)])
      expect(await known(bytes)).toBe(false);
    expect(archiveFormat('/x/a.tgz')).toBe('tar.gz');
    expect(archiveFormat('/x/a')).toBe('tar.zst');
  });
});

describe('plain programs', () => {
  const names = ['lance/t.lance/data/0.lance', 'project/gecko.yaml', 'volumes/año/über.tar'];
  const run = (command: string) => execFileSync('sh', ['-c', command], { cwd: folder });
  let manifest: Manifest;
  let files: Record<string, Buffer>;
  beforeEach(async () => {
    files = Object.fromEntries(names.map((name) => [name, randomBytes(5_000)]));
    files['volumes/zeros.tar'] = Buffer.alloc(3 * PIECE_SIZE + 700);
    manifest = await store(files);
    for (const format of archiveFormats)
      await packedTo(join(folder, `a.${format}`), manifest, format);
    mkdirSync(join(folder, 'out'));
  });

  it.each([
    ['zstd and GNU tar', 'zstd -dc a.tar.zst | tar -x -C out'],
    ['GNU tar by itself', 'tar --zstd -xf a.tar.zst -C out'],
    ['gzip and GNU tar', 'gzip -dc a.tar.gz | tar -x -C out'],
    ['GNU tar for gzip', 'tar -xzf a.tar.gz -C out'],
    ['busybox tar', 'busybox tar xzf a.tar.gz -C out'],
    ['busybox gunzip', 'busybox gunzip -c a.tar.gz | busybox tar x -C out'],
  ])('%s give the real files', (_, command) => {
    run(command);
    for (const [name, bytes] of Object.entries(files))
      expect(readFileSync(join(folder, 'out', name)).equals(bytes)).toBe(true);
    expect(readFileSync(join(folder, 'out', MANIFEST_MEMBER), 'utf8')).toBe(manifestText(manifest));
  });

  it('test them as whole, and what they unpack is an archive too', async () => {
    run(
      'zstd -qt a.tar.zst && gzip -t a.tar.gz && zstd -qdc a.tar.zst > z.tar && gzip -dc a.tar.gz > g.tar && cmp z.tar g.tar',
    );
    expect(await said(readFileSync(join(folder, 'z.tar')))).toEqual([]);
    run('gzip -9 g.tar');
    expect(await said(readFileSync(join(folder, 'g.tar.gz')))).toEqual([]);
    // By any program, in one frame: larger than is unpacked at once.
    run('zstd -q z.tar');
    expect(await said(readFileSync(join(folder, 'z.tar.zst')))).toEqual([
      expect.stringContaining('zstd -d'),
    ]);
  });
});

describe('an archive is refused', () => {
  it('where its end is missing, wherever it was cut', async () => {
    const { tar, gz, manifest } = await sample();
    const zst = await packedTo(file, manifest, 'tar.zst');
    for (let at = 0; at < tar.length; at += at % 512 === 0 ? 100 : 412)
      expect({ at, problems: await said(tar.subarray(0, at)) }).not.toEqual({ at, problems: [] });
    for (const whole of [gz, zst])
      for (let at = 0; at < whole.length; at += at < 300 || at > whole.length - 300 ? 3 : 23)
        expect({ at, problems: await said(whole.subarray(0, at)) }).not.toEqual({
          at,
          problems: [],
        });
    for (const one of await boundaries(manifest))
      expect(await said(one)).toEqual(['its end is missing']);
  });

  it('where one bit of it is another, unless what it holds is still the same', async () => {
    const { tar, gz, manifest, files } = await sample();
    const zst = await packedTo(file, manifest, 'tar.zst');
    let harmless = 0;
    for (const whole of [tar, gz, zst])
      for (let at = 0; at < whole.length; at += whole === tar ? 37 : 11) {
        const flipped = Buffer.from(whole);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
        if ((await said(flipped)).length > 0) continue;
        // The time or the system in a head of gzip, which nobody reads.
        if (whole === tar) expect(at).toBe('refused');
        harmless += 1;
        expect(await contents(file, manifest)).toEqual(files);
      }
    expect(harmless).toBeLessThan(20);
  });

  it('where a file was swapped, taken out, added, doubled or moved', async () => {
    const { begin, members, last, files } = await sample();
    const [a, b, c] = members as [Buffer, Buffer, Buffer];
    const tar = (...parts: Buffer[]) => said(Buffer.concat([begin, ...parts, tarEnd]));
    const swapped = member('qdrant/a.snapshot', files['qdrant/b.snapshot']);
    expect(await tar(a, b, c, last)).toEqual([]);
    expect(await tar(b, a, c, last)).toEqual([expect.stringContaining('another order')]);
    expect(await tar(a, c, last)).toEqual(['qdrant/b.snapshot: it is missing']);
    expect(await tar(member('qdrant/a.snapshot', randomBytes(700)), b, c, last)).toEqual([
      'qdrant/a.snapshot: it is not what its manifest says',
    ]);
    expect(await tar(swapped, b, c, last)).not.toEqual([]);
    expect(await tar(a, a, c, last)).toEqual([
      'qdrant/a.snapshot: it is there twice',
      'qdrant/b.snapshot: it is missing',
    ]);
    expect(await tar(a, b, c, member('x', Buffer.alloc(0)), last)).not.toEqual([]);
    expect(await tar(a, b, c, last, member('x', Buffer.alloc(0)))).toEqual([
      expect.stringContaining('behind its manifest'),
    ]);
    expect(await tar(a, b, c)).toEqual(['its manifest is missing']);
    expect(await tar(a, b, c, last, tarEnd)).toEqual([expect.stringContaining('added')]);
    expect(await tar(a, b, c, last, last)).not.toEqual([]);
  });

  it('where something was added behind it, packed or not', async () => {
    const { tar, gz, manifest } = await sample();
    const zst = await packedTo(file, manifest, 'tar.zst');
    const added = [
      Buffer.from('x'),
      Buffer.alloc(600),
      gzipSync('x'),
      await compress(Buffer.from('x')),
    ];
    for (const whole of [tar, gz, zst])
      for (const more of added) expect(await said(Buffer.concat([whole, more]))).not.toEqual([]);
  });

  it('where its manifest was edited, or lies about what it holds', async () => {
    const { begin, members, manifest } = await sample();
    const with_ = (changed: Manifest | string) => {
      const text = typeof changed === 'string' ? changed : manifestText(changed);
      return said(
        Buffer.concat([begin, ...members, member(MANIFEST_MEMBER, Buffer.from(text)), tarEnd]),
      );
    };
    const [first, ...rest] = manifest.files;
    if (!first) throw new Error('no file');
    expect(await with_(manifestText(manifest).replace('"gecko"', '"other"'))).toEqual([
      'its manifest was changed',
    ]);
    expect(await with_('{"kind":"other"}')).toEqual(['its manifest is none of gecko']);
    const pieces = [{ sha256: sum(Buffer.alloc(0)), size: 99 }];
    expect(await with_({ ...manifest, files: [{ ...first, size: 99, pieces }, ...rest] })).toEqual([
      'qdrant/a.snapshot: it is not what its manifest says',
    ]);
    const huge = {
      ...first,
      size: PIECE_SIZE * 1_000,
      pieces: Array(1_000).fill({ ...pieces[0], size: PIECE_SIZE }),
    };
    expect(await with_({ ...manifest, files: [huge, ...rest] })).not.toEqual([]);
    expect(await with_({ ...manifest, id: 'ffffffff' })).toEqual([
      'its manifest is that of another backup',
    ]);
    expect(await with_({ ...manifest, schemaVersion: 2 } as never)).toEqual([
      expect.stringContaining('is newer'),
    ]);
  });

  it('where it has changed since the survey, before the end of the file is handed on', async () => {
    const { begin, members, manifest, last } = await sample();
    const other = member('qdrant/a.snapshot', randomBytes(700));
    writeFileSync(file, Buffer.concat([begin, other, ...members.slice(1), last, tarEnd]));
    await expect(contents(file, manifest)).rejects.toThrow(Damage);
  });

  it('where it unpacks to more than it announces, or one part of it to more than a piece', async () => {
    const { begin, members } = await sample();
    const long = memberHead({ path: 'long', size: 2 ** 50, time });
    const bomb = gzipSync(Buffer.concat([begin, ...members, long, Buffer.alloc(2 ** 20)]));
    expect(await said(bomb)).toEqual([expect.stringContaining('announces')]);
    const many = Buffer.concat(Array(1_000).fill(member('x', Buffer.alloc(0))));
    expect(await said(Buffer.concat([begin, many]))).toEqual([expect.stringMatching(/announces/)]);
    const frame = await compress(Buffer.alloc(40 * 2 ** 20));
    expect(frame.length).toBeLessThan(10_000);
    expect(await said(frame)).toEqual([expect.stringContaining('larger than gecko writes')]);
  });

  it('where it is something else', async () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('x'),
      Buffer.alloc(5_000),
      randomBytes(5_000),
    ])
      expect(await said(bytes)).not.toEqual([]);
    expect(await said(gzipSync(member('etc/passwd', Buffer.from('x'))))).not.toEqual([]);
  });
});
