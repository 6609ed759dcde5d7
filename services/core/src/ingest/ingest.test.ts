import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeCore } from '../../../../test/fakes/fake-core.ts';
import { fastClock } from '../../../../test/fakes/fast-clock.ts';
import { startQdrantServer } from '../../../../test/fakes/qdrant-server.ts';
import { systemClock } from '../clock.ts';
import type { OpenedCore } from '../open-core.ts';
import { openLanceStore } from '../store/lance/lance-store.ts';
import type { GenerationStore, Store } from '../store/port.ts';
import { openQdrantStore } from '../store/qdrant/qdrant-store.ts';
import { documentId } from './identity.ts';
import type { Ingest } from './ingest.ts';

const collection = 'corpus';
const { signal } = new AbortController();
const clock = fastClock(1_000);

let folder: string;
let core: OpenedCore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gecko-test-'));
  const store = await openLanceStore({ folder, clock: systemClock, log: () => {} });
  core = createFakeCore({ store, clock });
});
afterEach(async () => {
  await core.store.close();
  await rm(folder, { recursive: true, force: true });
});

const put = (path: string, text: string, from?: string) =>
  core.ingest.put({
    collection,
    source: 'docs',
    path,
    // With a heading: the title must not be the name of the file.
    bytes: new TextEncoder().encode(`# Notes\n\n${text}`),
    ...(from === undefined ? {} : { from }),
    signal,
  });

const textOf = async (path: string) => {
  const live = await core.store.resolve(collection);
  const stored = await live?.read(documentId(collection, 'docs', path));
  return stored?.text.split('\n').at(-1) ?? null;
};

it('loses no document that is written to the old path while it is renamed', async () => {
  for (let i = 0; i < 5; i += 1) {
    const [from, path] = [`${i}.md`, `${i}-new.md`];
    await put(from, 'the old text');
    await Promise.all([
      core.ingest.rename({ collection, source: 'docs', path, from, signal }),
      put(from, 'the new text'),
    ]);
    // Whichever came first: it stands where it was written, or was renamed.
    expect([await textOf(from), await textOf(path)]).toContain('the new text');
  }
});

it('puts no older text over a document that is written to the new path', async () => {
  await put('a.md', 'the old text');
  const [written, renamed] = await Promise.allSettled([
    put('b.md', 'the new text'),
    core.ingest.rename({ collection, source: 'docs', path: 'b.md', from: 'a.md', signal }),
  ]);
  expect(written.status).toBe('fulfilled');
  expect(renamed).toMatchObject({ reason: { code: 'DOCUMENT_EXISTS' } });
  expect(await textOf('b.md')).toBe('the new text');
});

it('keeps what is written to the old path of a document that moves with its bytes', async () => {
  await put('a.md', 'the old text');
  await Promise.all([put('b.md', 'the old text', 'a.md'), put('a.md', 'the new text')]);
  expect(await textOf('a.md')).toBe('the new text');
  expect(await textOf('b.md')).toBe('the old text');
});

it('finishes a move that was cut between its halves', async () => {
  for (const path of ['b.md', 'c.md']) {
    await put('a.md', 'the text');
    await put(path, 'the text');
    const again =
      path === 'b.md'
        ? put(path, 'the text', 'a.md')
        : core.ingest.rename({ collection, source: 'docs', path, from: 'a.md', signal });
    expect(await again).toMatchObject({ action: 'renamed', embedded: 0 });
    expect([await textOf('a.md'), await textOf(path)]).toEqual([null, 'the text']);
  }
});

it('has reindexed once the name is switched: what cannot be dropped then is a warning', async () => {
  await put('a.md', 'the text');
  const warnings: unknown[] = [];
  const log = (...[, text]: Parameters<OpenedCore['log']>) => void warnings.push(text);
  const generations = () => Promise.reject(new Error('not now'));
  const { ingest } = createFakeCore({ store: { ...core.store, generations }, clock, log });
  const events: unknown[] = [];
  for await (const event of ingest.reindex({ collection, withoutVectors: false, signal }))
    events.push(event);
  expect(events.at(-1)).toMatchObject({ event: 'done', generation: 2, documents: 1 });
  expect(warnings).toEqual([expect.stringContaining('could not be dropped')]);
});

describe('two processes that write into one store', () => {
  /** Another process: its own locks, and what it does before calls of the store. */
  const other = (before: Partial<Record<'commit' | 'switch', () => Promise<unknown>>> = {}) => {
    let isFirst = true;
    const once = async (name: keyof typeof before) => {
      const work = isFirst ? before[name] : undefined;
      if (work) isFirst = false;
      await work?.();
    };
    const watched = (generation: GenerationStore | null) =>
      generation && {
        ...generation,
        info: generation.info,
        commit: async (group: Parameters<GenerationStore['commit']>[0]) => {
          await once('commit');
          return generation.commit(group);
        },
      };
    const store: Store = {
      ...core.store,
      resolve: async (name) => watched(await core.store.resolve(name)),
      switch: async (name, generation) => {
        await once('switch');
        return core.store.switch(name, generation);
      },
    };
    return createFakeCore({ store, clock }).ingest;
  };
  const request = (path: string, text: string) => ({
    collection,
    source: 'docs',
    path,
    bytes: new TextEncoder().encode(`# Notes\n\n${text}`),
    signal,
  });
  const reindexed = async (ingest: Ingest) => {
    for await (const _ of ingest.reindex({ collection, withoutVectors: false, signal }));
  };

  it('lose nothing that was on its way into a generation as another became live', async () => {
    await put('a.md', 'before');
    const late = other({ commit: () => reindexed(core.ingest) });
    await late.put(request('b.md', 'late'));
    expect((await core.store.resolve(collection))?.info.generation).toBe(2);
    expect(await textOf('b.md')).toBe('late');
  });

  it.each([
    ['was not renamed', async () => {}],
    ['was renamed already', (move: Parameters<Ingest['rename']>[0]) => core.ingest.rename(move)],
  ])(
    'rename a document where it %s in a generation that became live meanwhile',
    async (_, there) => {
      await put('a.md', 'the text');
      const move = { collection, source: 'docs', path: 'b.md', from: 'a.md', signal };
      const between = async () => {
        await reindexed(core.ingest);
        await there(move);
      };
      const renamed = await other({ commit: between }).rename(move);
      expect(renamed).toMatchObject({ action: 'renamed' });
      expect((await core.store.resolve(collection))?.info.generation).toBe(2);
      expect([await textOf('a.md'), await textOf('b.md')]).toEqual([null, 'the text']);
    },
  );

  it('lose nothing that came between the last look of a reindex and its switch', async () => {
    for (const name of ['a', 'b', 'c']) await put(`${name}.md`, 'before');
    const id = (path: string) => documentId(collection, 'docs', path);
    const between = async () => {
      await put('a.md', 'late');
      await put('new.md', 'late');
      await core.ingest.remove(collection, id('b.md'));
    };
    await reindexed(other({ switch: between }));
    const texts = await Promise.all(['a.md', 'b.md', 'c.md', 'new.md'].map(textOf));
    expect(texts).toEqual(['late', null, 'before', 'late']);
  });

  it('make one collection of two first documents', async () => {
    const create = core.store.create;
    let isFirst = true;
    const slow = createFakeCore({
      store: {
        ...core.store,
        create: async (...input) => {
          const made = await create(...input);
          if (isFirst) await put('a.md', 'one');
          isFirst = false;
          return made;
        },
      },
    });
    await slow.ingest.put(request('b.md', 'two'));
    expect([await textOf('a.md'), await textOf('b.md')]).toEqual(['one', 'two']);
    expect(await core.store.generations(collection)).toHaveLength(1);
  });

  it('make one collection of many first documents on one Qdrant', async () => {
    const server = await startQdrantServer({});
    const { url } = server;
    const processes = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const store = await openQdrantStore({ url, clock: systemClock, log: () => {} });
        return createFakeCore({ store });
      }),
    );
    try {
      await Promise.all(
        processes.flatMap(({ ingest }, i) =>
          [0, 1].map((n) => ingest.put(request(`${i}-${n}.md`, 'first'))),
        ),
      );
      const [store] = processes.map((one) => one.store);
      const live = await store?.resolve(collection);
      expect((await live?.records())?.map(({ path }) => path)).toEqual([
        ...['0-0.md', '0-1.md', '1-0.md', '1-1.md', '2-0.md', '2-1.md'],
      ]);
      expect(await store?.generations(collection)).toHaveLength(1);
    } finally {
      for (const { store } of processes) await store.close();
      await server.close();
    }
  });
});
