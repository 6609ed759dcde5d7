import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tarEnd, tarEntry } from '../engine/execute/tar-entry.ts';
import { type BundleManifest, bundleMembers } from './bundle-manifest.ts';
import { openBundle } from './open-bundle.ts';
import { writeBundle } from './write-bundle.ts';

const signal = new AbortController().signal;
const manifest: BundleManifest = {
  schemaVersion: 1,
  kind: 'gecko-bundle',
  version: '1.0.0',
  platform: 'linux/amd64',
  images: [{ reference: 'a:1', services: ['web'], id: 'sha256:a', digest: null, size: 9 }],
  weights: null,
  models: ['llama3'],
};
const images = Buffer.from('bytes of images, '.repeat(1_000));

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-bundle-'));
  path = join(folder, 'all.tar');
});
afterEach(() => rmSync(folder, { recursive: true }));

const member = (name: string, ...pieces: (Buffer | Error)[]) => ({
  name,
  async *content() {
    for (const piece of pieces) {
      if (piece instanceof Error) throw piece;
      yield piece;
    }
  },
});
const text = (value: object = manifest) => Buffer.from(JSON.stringify(value));
const write = (...members: ReturnType<typeof member>[]) =>
  writeBundle(path, members, { onProgress: () => {}, signal });
const whole = () =>
  write(
    member(bundleMembers.manifest, text()),
    member(bundleMembers.images, images.subarray(0, 700), images.subarray(700)),
  );
const load = async () => {
  const bundle = await openBundle(path);
  try {
    await bundle.verify(() => {}, signal);
    const parts: Buffer[] = [];
    for await (const part of bundle.read(bundleMembers.images) ?? []) parts.push(part);
    return { manifest: bundle.manifest, images: Buffer.concat(parts) };
  } finally {
    await bundle.close();
  }
};
const damaged = (problem: string) => ({
  code: 'BUNDLE_DAMAGED',
  exitCode: 25,
  message: expect.stringContaining(problem),
});

describe('a bundle', () => {
  it('is read as it was written', async () => {
    expect(await whole()).toBe(readFileSync(path).length);
    expect(await load()).toEqual({ manifest, images });
  });

  it('has a list of sums that sha256sum reads', async () => {
    await whole();
    const sum = createHash('sha256').update(images).digest('hex');
    expect(readFileSync(path, 'utf8')).toContain(`${sum}  images.tar\n`);
  });

  it('leaves nothing where it cannot be written to its end, and the file of before as it is', async () => {
    writeFileSync(path, 'the one of before');
    const failing = write(member(bundleMembers.images, images, new Error('the engine died')));
    await expect(failing).rejects.toThrow('the engine died');
    expect(readFileSync(path, 'utf8')).toBe('the one of before');
    expect(readdirSync(folder)).toEqual(['all.tar']);
  });

  it('leaves nothing where it is interrupted', async () => {
    const stop = new AbortController();
    const members = [member(bundleMembers.images, images, images)];
    const onProgress = () => stop.abort(new Error('enough'));
    const writing = writeBundle(path, members, { onProgress, signal: stop.signal });
    await expect(writing).rejects.toThrow('enough');
    expect(readdirSync(folder)).toEqual([]);
  });
});

it('is written whole by two at once', async () => {
  const other = Buffer.from('other images, '.repeat(1_000));
  const bytes = async function* (content: Buffer) {
    for (let at = 0; at < content.length; at += 512) {
      await new Promise(setImmediate);
      yield content.subarray(at, at + 512);
    }
  };
  const one = (content: Buffer) =>
    writeBundle(
      path,
      [
        member(bundleMembers.manifest, text()),
        { name: bundleMembers.images, content: () => bytes(content) },
      ],
      { onProgress: () => {}, signal },
    );
  await Promise.all([one(images), one(other)]);
  const { images: found } = await load();
  expect(found.equals(images) || found.equals(other)).toBe(true);
  expect(readdirSync(folder)).toEqual(['all.tar']);
});

describe('a bundle that is not as it was written', () => {
  it('is no defect of gecko where it is something else altogether', async () => {
    for (let i = 0; i < 50; i += 1) {
      writeFileSync(path, randomBytes(4_096));
      await expect(load()).rejects.toMatchObject(damaged('it is no file of gecko pull --save'));
    }
  });

  it('is told wherever it was cut', async () => {
    await whole();
    const bytes = readFileSync(path);
    // The two blocks of zeros at the end are nothing that is missed.
    for (let end = 0; end < bytes.length - 1_024; end += 512 + 7) {
      writeFileSync(path, bytes.subarray(0, end));
      await expect(load(), `cut at ${end}`).rejects.toMatchObject({ code: 'BUNDLE_DAMAGED' });
    }
  });

  it('is told wherever a bit has turned, in contents and names', async () => {
    await whole();
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length - 1_024; at += 997) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 4;
      writeFileSync(path, changed);
      const found = await load().catch((error: unknown) => error);
      // What fills a block up belongs to nothing.
      if (!(found instanceof Error)) expect(bytes[at]).toBe(0);
    }
  });

  it.each([
    ['a member that gecko does not write', '../../etc/passwd'],
    ['a member twice', bundleMembers.images],
  ])('is refused for %s', async (_, name) => {
    await whole();
    const head = { path: name, type: 'File', mode: 0o644, uid: 0, gid: 0 } as const;
    const more = Buffer.concat([tarEntry(head, Buffer.from('x')), tarEnd]);
    writeFileSync(path, Buffer.concat([readFileSync(path).subarray(0, -1_024), more]));
    await expect(load()).rejects.toMatchObject(damaged('it was changed'));
  });

  it('is refused for a member without a sum, and a sum without a member', async () => {
    await write(
      member(bundleMembers.manifest, text()),
      member(bundleMembers.images, images),
      member(bundleMembers.sums, Buffer.from(`${'0'.repeat(64)}  weights/model.onnx\n`)),
    );
    await expect(load()).rejects.toMatchObject({ code: 'BUNDLE_DAMAGED' });
  });

  it.each([
    ['another kind of file', 'it is no tar', () => writeFileSync(path, 'plain words')],
    [
      'the tar of docker save',
      'it is no file of gecko pull --save',
      () => {
        const head = { path: 'manifest.json', type: 'File', mode: 0o644, uid: 0, gid: 0 } as const;
        writeFileSync(path, Buffer.concat([tarEntry(head, Buffer.from('[]')), tarEnd]));
      },
    ],
    [
      'that of a newer gecko',
      'it was written by gecko 9.0.0, which is newer',
      () =>
        write(
          member(bundleMembers.manifest, text({ ...manifest, schemaVersion: 2, version: '9.0.0' })),
        ),
    ],
  ])('is told from %s', async (_, problem, make) => {
    await make();
    await expect(load()).rejects.toMatchObject(damaged(problem));
  });

  it('is missed where it is not there', async () => {
    await expect(load()).rejects.toMatchObject({ code: 'PATH_MISSING', exitCode: 2 });
  });
});
