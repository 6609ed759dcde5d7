import { mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { durableStoreConformance } from '../../../../../test/conformance/store.ts';
import { readsConformance } from '../../../../../test/conformance/store-reads.ts';
import { smallFingerprint, storedDocument } from '../../../../../test/fakes/documents.ts';
import { systemClock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { GenerationStore, Store } from '../port.ts';
import { openLanceStore } from './lance-store.ts';
import { loadLance } from './load.ts';

durableStoreConformance('LanceDB', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gecko-lance-'));
  const open = () => openLanceStore({ folder, clock: systemClock, log: () => {} });
  let store = await open();
  return {
    store,
    async reopen() {
      await store.close();
      store = await open();
      return store;
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});

readsConformance('LanceDB', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gecko-lance-'));
  const { Query } = await loadLance();
  const { toArrow } = Query.prototype;
  let rows = 0;
  const spy = vi.spyOn(Query.prototype, 'toArrow').mockImplementation(async function (
    this: InstanceType<typeof Query>,
    ...options
  ) {
    const table = await toArrow.apply(this, options);
    rows += table.numRows;
    return table;
  });
  const store = await openLanceStore({ folder, clock: systemClock, log: () => {} });
  return {
    store,
    rowsRead: () => rows,
    async close() {
      spy.mockRestore();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});

let folder: string;
let store: Store;
/** Points at which the next write fails. */
const failing = new Set<string>();
const logged: string[] = [];
const log: Log = (_, message, fields) => {
  logged.push(`${message} ${JSON.stringify(fields)}`);
};

async function open(clock = systemClock): Promise<Store> {
  return openLanceStore({
    folder,
    clock,
    log,
    fault: (point) => {
      if (failing.delete(point)) throw new Error(`no space left at ${point}`);
    },
  });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gecko-lance-'));
  failing.clear();
  logged.length = 0;
  store = await open();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a write that fails', () => {
  const first = storedDocument('a.md', ['alpha one']);
  const second = storedDocument('a.md', ['alpha two']);
  let live: GenerationStore;

  beforeEach(async () => {
    live = await store.create('corpus', smallFingerprint);
    await store.switch('corpus', 1);
    await live.commit([first]);
  });

  const found = async () =>
    (await live.candidates({ terms: ['alpha'], limit: 10 })).lexical.map(({ chunk }) => chunk.text);

  it.each(['before-chunks', 'chunks-added'])(
    'at %s leaves the old revision, and works the next time',
    async (point) => {
      failing.add(point);
      await expect(live.commit([second])).rejects.toThrow(point);
      expect(await found()).toEqual(['alpha one']);
      expect(await live.stats()).toMatchObject({ documents: 1, chunks: 1 });
      await live.commit([second]);
      expect(await found()).toEqual(['alpha two']);
    },
  );

  it('with the record, and took effect, leaves the new revision, found once', async () => {
    failing.add('record-added');
    await expect(live.commit([second])).rejects.toThrow('record-added');
    expect(await found()).toEqual(['alpha two']);
    expect(await live.stats()).toMatchObject({ documents: 1, chunks: 1 });
    await live.commit([second]);
    expect(await live.chunks(first.record.id)).toHaveLength(1);
  });

  it('at the removal of a record, and took effect, leaves nothing to be found', async () => {
    failing.add('record-deleted');
    await expect(live.remove([first.record.id])).rejects.toThrow('record-deleted');
    expect(await found()).toEqual([]);
    expect(await live.values('source', 10)).toEqual([]);
    await live.commit([first]);
    expect(await found()).toEqual(['alpha one']);
    expect(await live.chunks(first.record.id)).toHaveLength(1);
  });

  it('after the record is no failure of the commit, and nothing is found twice', async () => {
    failing.add('record-written');
    await live.commit([second]);
    expect(await found()).toEqual(['alpha two']);
    expect(await live.stats()).toMatchObject({ documents: 1, chunks: 1 });
    expect(await live.termStatistics(['alpha'])).toMatchObject({ chunks: 1 });
    expect(logged.join()).toMatch(/could not be cleared away/);
    await live.commit([first]);
    expect(await found()).toEqual(['alpha one']);
    expect(await live.chunks(first.record.id)).toHaveLength(1);
  });

  it('after a record was removed leaves nothing to be found, also when it comes back', async () => {
    failing.add('record-removed');
    expect(await live.remove([first.record.id])).toBe(1);
    expect(await found()).toEqual([]);
    await live.commit([first]);
    expect(await found()).toEqual(['alpha one']);
    expect(await live.chunks(first.record.id)).toHaveLength(1);
  });

  it('leaves nothing behind after the next start', async () => {
    failing.add('record-written');
    await live.commit([second]);
    await store.close();
    store = await open();
    expect(await store.sweep()).toEqual({ removedChunks: 1 });
  });
});

describe('upkeep', () => {
  const filesIn = async (name: string) =>
    (await readdir(join(folder, 'corpus__g1.lance', name))).length;

  it('makes one file of many commits, and drops the versions before when nobody reads them', async () => {
    let now = Date.now();
    await store.close();
    store = await open({ ...systemClock, now: () => now });
    const live = await store.create('corpus', smallFingerprint);
    await store.switch('corpus', 1);
    for (let i = 0; i < 101; i += 1) await live.commit([storedDocument(`${i}.md`, [`word${i}`])]);
    expect(await filesIn('_versions')).toBeGreaterThan(100);
    expect(await live.stats()).toMatchObject({ documents: 101, chunks: 101 });
    await store.maintain();
    now += 3 * 60_000;
    await store.maintain();
    expect(await filesIn('_versions')).toBeLessThan(10);
    expect(await filesIn('data')).toBeLessThan(10);
    for (const i of [0, 50, 100])
      expect((await live.candidates({ terms: [`word${i}`], limit: 5 })).lexical).toHaveLength(1);
  });
});

describe('the catalog', () => {
  it('leaves tables alone that it does not know, and takes a number above theirs', async () => {
    const older = await store.create('corpus', smallFingerprint);
    await store.switch('corpus', 1);
    await older.commit([storedDocument('a.md', ['alpha'])]);
    const file = join(folder, 'catalog.json');
    const backup = await readFile(file, 'utf8');
    await (await store.create('corpus', smallFingerprint)).commit([storedDocument('b.md', ['x'])]);
    await store.switch('corpus', 2);
    await store.close();
    await writeFile(file, backup);
    logged.length = 0;
    store = await open();
    expect(logged.filter((line) => line.includes('corpus__g2'))).toHaveLength(2);
    expect((await store.create('corpus', smallFingerprint)).info.generation).toBe(3);
    expect((await store.resolve('corpus'))?.info.generation).toBe(1);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])(
    'takes %s for a name like others',
    async (name) => {
      expect(await store.resolve(name)).toBeNull();
      await expect(store.generations(name)).rejects.toMatchObject({ code: 'COLLECTION_MISSING' });
      await store.create(name, smallFingerprint);
      await store.switch(name, 1);
      expect((await store.resolve(name))?.info).toMatchObject({ physical: `${name}__g1` });
      await store.drop(name);
      expect(await store.resolve(name)).toBeNull();
    },
  );

  it('refuses to begin anew beside tables whose catalog is lost', async () => {
    await store.create('corpus', smallFingerprint);
    await store.close();
    await rm(join(folder, 'catalog.json'));
    await expect(open()).rejects.toMatchObject({ code: 'INTEGRITY' });
    await writeFile(join(folder, 'catalog.json'), '{ broken');
    await expect(open()).rejects.toMatchObject({ code: 'INTEGRITY' });
    await rm(folder, { recursive: true });
    store = await open();
  });
});

describe('a folder that cannot be read any more', () => {
  const made = async () => {
    const generation = await store.create('corpus', smallFingerprint);
    await store.switch('corpus', 1);
    await generation.commit([storedDocument('a.md', ['alpha'])]);
    await expect(store.check()).resolves.toBeUndefined();
  };

  it.each(['catalog.json', 'corpus__g1.lance', 'corpus__g1__docs.lance'])(
    'is told although the store is open, without %s',
    async (part) => {
      await made();
      await rename(join(folder, part), join(folder, `${part}.away`));
      await expect(store.check()).rejects.toMatchObject({
        code: 'STORE_UNREACHABLE',
        message: expect.stringContaining(`${folder} cannot be read: ENOENT`),
      });
      await rename(join(folder, `${part}.away`), join(folder, part));
      await expect(store.check()).resolves.toBeUndefined();
    },
  );

  it('is what a question fails of, and not something unforeseen', async () => {
    await made();
    const generation = await store.resolve('corpus');
    const ask = () => generation?.candidates({ terms: ['alpha'], limit: 3 });
    await rename(folder, `${folder}.away`);
    await writeFile(folder, '');
    const code = 'STORE_UNREACHABLE';
    await expect(ask()).rejects.toMatchObject({ code });
    await expect(generation?.documents({ limit: 3 })).rejects.toMatchObject({ code });
    await rm(folder);
    await rename(`${folder}.away`, folder);
    expect((await ask())?.lexical).toHaveLength(1);
  });

  it('is told by the check once a question has missed a file of a table, until that is back', async () => {
    await made();
    const generation = await store.resolve('corpus');
    await generation?.commit([storedDocument('b.md', ['beta'])]);
    const data = join(folder, 'corpus__g1.lance', 'data');
    const [, gone = ''] = await readdir(data);
    await rename(join(data, gone), join(folder, gone));
    const ask = () => generation?.candidates({ terms: ['alpha', 'beta'], limit: 3 });
    const error = {
      code: 'INTEGRITY',
      message: expect.stringContaining(`${folder} is missing or damaged: Not found: `),
    };
    await expect(ask()).rejects.toMatchObject(error);
    await expect(store.check()).rejects.toMatchObject(error);
    await rename(join(folder, gone), join(data, gone));
    await expect(store.check()).resolves.toBeUndefined();
    expect((await ask())?.lexical).toHaveLength(2);
  });

  it.each<[string, (manifest: string) => Promise<void>]>([
    ['overwritten', (manifest) => writeFile(manifest, 'x'.repeat(2_000))],
    ['cut', (manifest) => truncate(manifest, 40)],
    ['emptied', (manifest) => writeFile(manifest, '')],
    ['gone', (manifest) => rm(manifest)],
  ])(
    'is told by the check, unasked, where the newest manifest is %s, until it is back',
    async (_, spoil) => {
      await made();
      for (const table of ['corpus__g1', 'corpus__g1__docs']) {
        const versions = join(folder, `${table}.lance`, '_versions');
        const [newest = ''] = (await readdir(versions)).sort();
        const manifest = join(versions, newest);
        const whole = await readFile(manifest);
        await spoil(manifest);
        await expect(store.check(), table).rejects.toMatchObject({
          code: 'INTEGRITY',
          message: expect.stringContaining(`${folder} is missing or damaged: `),
        });
        await writeFile(manifest, whole);
        await expect(store.check()).resolves.toBeUndefined();
      }
    },
  );

  it('is told where manifests are damaged that this process has never looked at', async () => {
    await made();
    await store.close();
    store = await open();
    await (await store.resolve('corpus'))?.stats();
    const versions = join(folder, 'corpus__g1.lance', '_versions');
    for (const name of await readdir(versions)) await writeFile(join(versions, name), 'damaged');
    await expect(store.check()).rejects.toMatchObject({ code: 'INTEGRITY' });
  });

  it('is well after every write, and where a collection was dropped and made again', async () => {
    await made();
    const generation = await store.resolve('corpus');
    for (let n = 0; n < 12; n += 1) {
      await generation?.commit([storedDocument(`${n}.md`, ['beta'])]);
      await store.check();
    }
    await store.maintain();
    await store.check();
    await store.drop('corpus');
    await store.check();
    await made();
  });

  it('is told where something else is in its place at the start', async () => {
    await store.close();
    await rename(folder, `${folder}.away`);
    await writeFile(folder, '');
    await expect(open()).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
    await rm(folder);
    await rename(`${folder}.away`, folder);
    store = await open();
  });
});
