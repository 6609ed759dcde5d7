import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { craftedTar } from '../../../test/fakes/crafted-tar.ts';
import { tarListing } from '../tar/tar-listing.ts';
import { type OldContent, oldContent } from './old-content.ts';
import { unpackedBytes } from './unpacked-bytes.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gecko-old-'));
});
afterEach(() => rmSync(home, { recursive: true }));

async function contentOf(file: string): Promise<OldContent> {
  const content = oldContent();
  const listing = tarListing({ allowsSpecial: false }, content.add);
  for await (const bytes of unpackedBytes(file)) listing.push(bytes);
  listing.end();
  return content.end();
}

/** Packs these files as the old page's command does. @param from a folder as `-C`, or a path */
function packed(names: readonly string[], from: readonly string[]): string {
  for (const name of names) {
    mkdirSync(join(home, 'v', dirname(name)), { recursive: true });
    writeFileSync(join(home, 'v', name), `content of ${name}`);
  }
  mkdirSync(join(home, 'v'), { recursive: true });
  const file = join(home, 'x.tar.gz');
  execFileSync('busybox', ['tar', 'czf', file, ...from], { cwd: home, stdio: 'pipe' });
  return file;
}

const qdrant = ['collections/docs/0/segments/a', 'aliases/data.json', 'raft_state.json'];
const ollama = [
  'models/blobs/sha256-ab',
  'models/manifests/registry.ollama.ai/library/x/1',
  'id_ed25519',
];

describe('an archive that has no manifest', () => {
  it.each([
    ['a volume that was packed by its path', ['v'], 'v'],
    ['a volume that was packed from inside', ['-C', 'v', '.'], ''],
  ])('is known for what it holds: %s', async (_, from, folder) => {
    expect(await contentOf(packed(qdrant, from))).toEqual({ kind: 'qdrant', folder });
    rmSync(join(home, 'v'), { recursive: true });
    expect(await contentOf(packed(ollama, from))).toEqual({ kind: 'ollama', folder });
  });

  it('may lie deeper, below folders alone', async () => {
    const deep = qdrant.map((name) => `qdrant/storage/${name}`);
    expect(await contentOf(packed(deep, ['v']))).toEqual({
      kind: 'qdrant',
      folder: 'v/qdrant/storage',
    });
  });

  it('is empty, something else, or has something beside', async () => {
    expect(await contentOf(packed([], ['v']))).toEqual({ kind: 'empty' });
    expect(await contentOf(packed(['base/1', 'PG_VERSION'], ['v']))).toEqual({
      kind: 'unknown',
      beside: null,
    });
    rmSync(join(home, 'v'), { recursive: true });
    const both = [...qdrant.map((name) => `storage/${name}`), 'other/secret'];
    expect(await contentOf(packed(both, ['v']))).toEqual({ kind: 'unknown', beside: 'v/other' });
  });

  it('is refused where it was cut off anywhere, or one bit of it is another', async () => {
    const file = packed(qdrant, ['v']);
    const whole = readFileSync(file);
    for (let length = 0; length < whole.length; length += 7) {
      writeFileSync(file, whole.subarray(0, length));
      await expect(contentOf(file), `cut at ${length}`).rejects.toThrow(/cut off|damaged/);
    }
    for (const at of [10, 40, Math.floor(whole.length / 2), whole.length - 6]) {
      const other = Buffer.from(whole);
      other[at] = (other[at] ?? 0) ^ 0x10;
      writeFileSync(file, other);
      await expect(contentOf(file), `bit at ${at}`).rejects.toThrow();
    }
  });

  it('may be a tar that is not packed', async () => {
    const file = join(home, 'plain.tar');
    writeFileSync(file, craftedTar(qdrant.map((name) => ({ name: `./${name}`, content: 'x' }))));
    expect(await contentOf(file)).toEqual({ kind: 'qdrant', folder: '' });
    writeFileSync(file, 'no tar at all'.repeat(100));
    await expect(contentOf(file)).rejects.toThrow('damaged');
  });

  it('is refused where it unpacks to far more than it is', async () => {
    const file = join(home, 'bomb.tar.gz');
    // Members of one gzip after the other: each a gibibyte's part, packed once.
    const part = gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 });
    const size = Buffer.from(`${(40 * 2 ** 30).toString(8).padStart(11, '0')}\0`);
    const head = gzipSync(craftedTar([{ name: 'collections/zeros', size }], Buffer.alloc(0)));
    writeFileSync(file, Buffer.concat([head, ...Array.from({ length: 20 }, () => part)]));
    await expect(contentOf(file)).rejects.toThrow('more than 200 times its size');
  });
});
