import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { durableStoreConformance } from '../../../../../test/conformance/store.ts';
import { readsConformance } from '../../../../../test/conformance/store-reads.ts';
import { smallFingerprint, storedDocument, unit } from '../../../../../test/fakes/documents.ts';
import { startQdrantServer } from '../../../../../test/fakes/qdrant-server.ts';
import {
  found,
  type QdrantUnderTest,
  startQdrantUnderTest,
} from '../../../../../test/fakes/qdrant-under-test.ts';
import { openRealQdrant } from '../../../../../test/fakes/real-qdrant.ts';
import { systemClock } from '../../clock.ts';
import { openQdrantStore } from './qdrant-store.ts';

durableStoreConformance('Qdrant (a stand-in)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gecko-qdrant-'));
  const apiKey = 'a-key';
  let server = await startQdrantServer({ folder, apiKey });
  const open = () =>
    openQdrantStore({ url: server.url, apiKey, clock: systemClock, log: () => {} });
  let store = await open();
  return {
    store,
    async reopen() {
      await store.close();
      await server.close();
      server = await startQdrantServer({ folder, apiKey });
      store = await open();
      return store;
    },
    async close() {
      await store.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});

readsConformance('Qdrant (a stand-in)', async () => {
  const server = await startQdrantServer();
  const store = await openQdrantStore({ url: server.url, clock: systemClock, log: () => {} });
  return {
    store,
    rowsRead: server.pointsRead,
    async close() {
      await store.close();
      await server.close();
    },
  };
});

// Not there at all where nobody gives a real one: a stand-in proves the protocol only.
const { GECKO_TEST_QDRANT_URL: url, GECKO_TEST_QDRANT_KEY: apiKey } = process.env;
if (url) durableStoreConformance('a real Qdrant', () => openRealQdrant({ url, apiKey }));

let qdrant: QdrantUnderTest;
beforeEach(async () => {
  qdrant = await startQdrantUnderTest();
});
afterEach(() => qdrant.close());

describe('what a question costs', () => {
  it('asks once for the collection, and once for both lists', async () => {
    await qdrant.live.commit([storedDocument('a.md', ['alpha'])]);
    qdrant.server.requests.length = 0;
    const generation = await qdrant.store.resolve('corpus');
    await generation?.candidates({ dense: unit(0), terms: ['alpha'], limit: 5 });
    expect(qdrant.server.requests).toEqual([
      'GET /collections/corpus',
      'POST /collections/corpus__g1/points/query/batch',
    ]);
  });

  it('asks nothing where a filter cannot match', async () => {
    qdrant.server.requests.length = 0;
    const none = { dense: [], lexical: [] };
    expect(
      await qdrant.live.candidates({ terms: ['a'], filter: { author: [] }, limit: 5 }),
    ).toEqual(none);
    expect(qdrant.server.requests).toEqual([]);
  });
});

describe('a new generation', () => {
  it('has its payload indexes before there is a point, and tells what it is', async () => {
    const info = await qdrant.ask('GET', '/collections/corpus');
    const isKeyword = { data_type: 'keyword' };
    expect(info).toMatchObject({
      points_count: 0,
      config: {
        params: {
          vectors: { dense: { size: 4, distance: 'Cosine' } },
          sparse_vectors: { lex: { modifier: 'idf' } },
        },
        metadata: { schemaVersion: 1, generation: 1, state: 'live', fingerprint: smallFingerprint },
      },
      payload_schema: {
        live: { data_type: 'bool' },
        tags: isKeyword,
        paths: isKeyword,
        terms: isKeyword,
        document_id: isKeyword,
        revision_key: isKeyword,
      },
    });
  });

  it('uploads in batches of at most 128 points, and waits for each', async () => {
    const lines = Array.from({ length: 300 }, (_, i) => `word${i} common`);
    qdrant.server.requests.length = 0;
    await qdrant.live.commit([storedDocument('a.md', lines)]);
    const uploads = qdrant.server.requests.filter(
      (one) => one === 'PUT /collections/corpus__g1/points',
    );
    expect(uploads).toHaveLength(3);
    expect(await qdrant.live.stats()).toMatchObject({ chunks: 300 });
  });
});

describe('half a surrogate pair', () => {
  it('is stored, found and asked for as U+FFFD, which has its place', async () => {
    const half = 'half \ud800 pair';
    const options = { id: 'doc', metadata: { author: half } };
    const document = storedDocument(`${half}.md`, [half], options);
    await qdrant.live.commit([document]);
    expect((await qdrant.live.read('doc'))?.text).toBe('half \ufffd pair');
    const query = { terms: ['\ud800'], filter: { author: half }, limit: 5 };
    expect((await qdrant.live.candidates(query)).lexical).toHaveLength(1);
    const { frequencies } = await qdrant.live.termStatistics(['\ud800']);
    expect(frequencies.get('\ud800')).toBe(1);
    expect(await qdrant.live.remove(['doc'])).toBe(1);
  });
});

describe('several processes on one Qdrant', () => {
  it('leaves what another process is writing alone when it sweeps', async () => {
    qdrant.faultAt = 'chunks-added';
    await expect(qdrant.live.commit([storedDocument('a.md', ['alpha'])])).rejects.toThrow();
    qdrant.faultAt = null;
    const other = await qdrant.open();
    expect(await other.sweep()).toEqual({ removedChunks: 0 });
    expect(await qdrant.points()).toEqual({ chunks: 1, documents: 1 });
  });

  it('sees what another process commits and switches', async () => {
    const other = await qdrant.open();
    const there = await other.resolve('corpus');
    await qdrant.live.commit([storedDocument('a.md', ['alpha'])]);
    expect(there && (await found(there, 'alpha'))).toEqual(['alpha']);
    await qdrant.store.create('corpus', smallFingerprint);
    await qdrant.store.switch('corpus', 2);
    expect((await other.resolve('corpus'))?.info.generation).toBe(2);
    expect((await other.generations('corpus')).map(({ state }) => state)).toEqual([
      'retired',
      'live',
    ]);
  });

  it('gives each process that makes a generation at once its own number', async () => {
    const others = await Promise.all(Array.from({ length: 5 }, () => qdrant.open()));
    const made = await Promise.all(others.map((one) => one.create('corpus', smallFingerprint)));
    expect(made.map(({ info }) => info.generation).sort()).toEqual([2, 3, 4, 5, 6]);
  });

  it('knows a collection that another process made anew under the same name', async () => {
    const other = await qdrant.open();
    await other.resolve('corpus');
    await qdrant.store.drop('corpus');
    await qdrant.store.create('corpus', { ...smallFingerprint, dimension: 3 });
    await qdrant.store.switch('corpus', 1);
    expect((await other.resolve('corpus'))?.info.fingerprint.dimension).toBe(3);
  });

  it('answers from one revision where it sees two', async () => {
    await qdrant.live.commit([storedDocument('a.md', ['old word', 'old other'])]);
    qdrant.faultAt = 'record-written';
    await expect(qdrant.live.commit([storedDocument('a.md', ['new word'])])).rejects.toThrow();
    // Between the two halves of the last step.
    await qdrant.ask('POST', '/collections/corpus__g1/points/payload', {
      payload: { live: true },
      filter: { must: [{ key: 'live', match: { value: false } }] },
    });
    const { dense, lexical } = await qdrant.live.candidates({
      dense: unit(0),
      terms: ['word'],
      limit: 9,
    });
    expect([dense, lexical].map((list) => list.map(({ chunk }) => chunk.text))).toEqual([
      ['new word'],
      ['new word'],
    ]);
  });
});

describe('a freeze by another process', () => {
  it('keeps the writes of this one waiting too, until the thaw', async () => {
    const { server, live, store } = qdrant;
    await live.commit([storedDocument('a.md', ['alpha'])]);
    const other = await openQdrantStore({ url: server.url, clock: systemClock, log: () => {} });
    await other.freeze(60_000);
    const writing = Promise.all([
      live.commit([storedDocument('b.md', ['alpha'])]),
      live.remove(['doc-docs-a.md']),
    ]);
    expect(await live.stats()).toMatchObject({ documents: 1 });
    const looked = () => server.requests.filter((one) => one === 'GET /collections/corpus__g1');
    await vi.waitUntil(() => looked().length > 3);
    expect(await live.stats()).toMatchObject({ documents: 1 });
    await other.thaw();
    await writing;
    expect((await live.documents({ limit: 5 })).documents).toMatchObject([{ path: 'b.md' }]);
    await Promise.all([store.close(), other.close()]);
  });
});
