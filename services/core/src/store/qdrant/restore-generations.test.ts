import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smallFingerprint, storedDocument } from '../../../../../test/fakes/documents.ts';
import { type QdrantServer, startQdrantServer } from '../../../../../test/fakes/qdrant-server.ts';
import { systemClock } from '../../clock.ts';
import type { Store } from '../port.ts';
import { documentsName } from './names.ts';
import { openQdrantStore } from './qdrant-store.ts';
import { restoreGenerations, type WantedCollection } from './restore-generations.ts';

const names = ['corpus', 'other'];
const shared = { clock: systemClock, writer: 'gecko 1.0.0' };

let server: QdrantServer;
let store: Store;
/** Requests until nothing is answered any more, as where the one who asks was killed. */
let left = Number.POSITIVE_INFINITY;
/** Nothing is answered any more once the names are switched. */
let endsSwitched = false;
let warnings: unknown[][];
/** By collection and part, as a backup has them. */
let saved: Map<string, Buffer>;
let wanted: WantedCollection[];

beforeEach(async () => {
  left = Number.POSITIVE_INFINITY;
  endsSwitched = false;
  warnings = [];
  server = await startQdrantServer({
    before({ method, path }) {
      left -= 1;
      if (left < 0) throw new Error('nobody answers');
      if (endsSwitched && `${method} ${path}` === 'POST /collections/aliases') left = 0;
    },
  });
  store = await openQdrantStore({ url: server.url, ...shared, log: () => {} });
  saved = new Map();
  wanted = [];
  for (const name of names) {
    const live = await store.create(name, smallFingerprint);
    await store.switch(name, live.info.generation);
    await live.commit([
      storedDocument('a.md', ['old one', 'old two']),
      storedDocument('b.md', ['b']),
    ]);
    for (const part of ['chunks', 'documents'] as const)
      saved.set(`${name} ${part}`, await snapshotOf(nameOf(live.info.physical, part)));
    wanted.push({
      collection: name,
      fingerprint: smallFingerprint,
      documents: 2,
      points: { chunks: 3, documents: await pointsOf(documentsName(live.info.physical)) },
    });
    await live.commit([storedDocument('a.md', ['new one'])]);
    await live.remove(['doc-docs-b.md']);
  }
});
afterEach(async () => {
  await store.close();
  await server.close();
});

function nameOf(physical: string, part: 'chunks' | 'documents'): string {
  return part === 'chunks' ? physical : documentsName(physical);
}

async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(`${server.url}/collections/${path}`, init);
  if (!response.ok) throw new Error(await response.text());
  return response;
}

const answerOf = async (response: Response) =>
  (await response.json()) as { result: { name: string; count: number } };

async function snapshotOf(name: string): Promise<Buffer> {
  const made = await answerOf(await ask(`${name}/snapshots`, { method: 'POST' }));
  const snapshot = await ask(`${name}/snapshots/${made.result.name}`);
  return Buffer.from(await snapshot.arrayBuffer());
}

async function pointsOf(name: string): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', body: '{}', headers };
  return (await answerOf(await ask(`${name}/points/count`, init))).result.count;
}

async function fill(collection: string, part: string, physical: string): Promise<void> {
  const body = new FormData();
  body.set('snapshot', new Blob([new Uint8Array(saved.get(`${collection} ${part}`) ?? [])]));
  await ask(`${physical}/snapshots/upload`, { method: 'POST', body });
}

const restore = (filled = fill, signal = new AbortController().signal) =>
  restoreGenerations(wanted, {
    url: server.url,
    ...shared,
    log: (...line) => void warnings.push(line),
    fill: filled,
    signal,
  });

/** What each name answers with: one of the two states that existed. */
async function states(): Promise<string[]> {
  const again = await openQdrantStore({ url: server.url, ...shared, log: () => {} });
  return Promise.all(
    names.map(async (name) => {
      const live = await again.resolve(name);
      if (!live) return 'none';
      const paths = (await live.records()).map(({ path }) => path).sort();
      const text = (await live.chunks('doc-docs-a.md')).map((one) => one.text);
      const found = JSON.stringify([paths, text]);
      if (found === '[["a.md","b.md"],["old one","old two"]]') return 'old';
      return found === '[["a.md"],["new one"]]' ? 'new' : found;
    }),
  );
}

async function generations(): Promise<string[]> {
  return (await store.generations('corpus')).map(
    ({ generation, state }) => `${generation} ${state}`,
  );
}

describe('restoreGenerations', () => {
  it('brings all collections back, and keeps what was there for a rollback', async () => {
    expect(await states()).toEqual(['new', 'new']);
    expect(await restore()).toEqual(
      names.map((collection) => ({ collection, generation: 2, documents: 2, chunks: 3 })),
    );
    expect(await states()).toEqual(['old', 'old']);
    expect(await generations()).toEqual(['1 retired', '2 live']);
    await store.rollback('corpus');
    expect(await states()).toEqual(['new', 'old']);
  });

  it('answers by vectors and words from what it restored', async () => {
    await restore();
    const live = await store.resolve('corpus');
    const found = await live?.candidates({ terms: ['two'], limit: 5 });
    expect(found?.lexical.map(({ chunk }) => chunk.text)).toEqual(['old two']);
  });

  it('keeps one older generation, not all', async () => {
    await restore();
    await restore();
    await restore();
    expect(await generations()).toEqual(['3 retired', '4 live']);
  });

  it('keeps the generation that answered before, and not the one that was rejected', async () => {
    const rejected = await store.create('corpus', smallFingerprint);
    await store.switch('corpus', rejected.info.generation);
    await store.rollback('corpus');
    await restore();
    expect(await generations()).toEqual(['1 retired', '3 live']);
    expect(await store.rollback('corpus')).toBe(1);
    expect(await states()).toEqual(['new', 'old']);
    expect(await store.rollback('corpus')).toBe(3);
    expect(await states()).toEqual(['old', 'old']);
  });

  it('makes a collection that is not there', async () => {
    for (const name of names) await store.drop(name);
    await restore();
    expect(await states()).toEqual(['old', 'old']);
  });

  it('changes nothing where less arrives than was saved', async () => {
    wanted = wanted.map((one) => ({ ...one, points: { ...one.points, chunks: 4 } }));
    await expect(restore()).rejects.toMatchObject({ code: 'INTEGRITY' });
    expect(await states()).toEqual(['new', 'new']);
    expect(await generations()).toEqual(['1 live']);
  });

  it('changes nothing where it is interrupted', async () => {
    const stop = new AbortController();
    const filling = async (...input: Parameters<typeof fill>) => {
      await fill(...input);
      if (input[0] === 'other') stop.abort(new Error('enough'));
    };
    await expect(restore(filling, stop.signal)).rejects.toThrow('enough');
    expect(await states()).toEqual(['new', 'new']);
    expect(await generations()).toEqual(['1 live']);
  });

  it('refuses a name that another program has', async () => {
    for (const name of names) await store.drop(name);
    const body = JSON.stringify({ vectors: { size: 4, distance: 'Cosine' } });
    const headers = { 'content-type': 'application/json' };
    await ask('other', { method: 'PUT', body, headers });
    await expect(restore()).rejects.toMatchObject({ code: 'COLLECTION_READ_ONLY' });
  });

  it('is done once the names are switched: what fails after it is a warning', async () => {
    endsSwitched = true;
    const restored = await restore();
    endsSwitched = false;
    left = Number.POSITIVE_INFINITY;
    expect(restored).toMatchObject(names.map((collection) => ({ collection, generation: 2 })));
    expect(await states()).toEqual(['old', 'old']);
    expect(warnings.map(([level, , fields]) => ({ level, fields }))).toEqual(
      [...names, ...names].map((collection) => ({
        level: 'warn',
        fields: { collection, reason: expect.stringContaining('nobody answers') },
      })),
    );
    await restore();
    expect(await generations()).toEqual(['2 retired', '3 live']);
  });

  it('leaves all old or all new wherever it is killed, and the next one converges', async () => {
    const begun = server.requests.length;
    await restore();
    const requests = server.requests.length - begun;
    const seen = new Set<string>();
    for (let step = 0; step < requests; step += 3) {
      for (const name of names) if ((await states()).includes('old')) await store.rollback(name);
      expect(await states(), 'before').toEqual(['new', 'new']);
      left = step;
      await restore().catch(() => {});
      left = Number.POSITIVE_INFINITY;
      const found = await states();
      expect(
        [
          ['old', 'old'],
          ['new', 'new'],
        ],
        `killed at request ${step}`,
      ).toContainEqual(found);
      seen.add(String(found[0]));
    }
    expect([...seen].sort()).toEqual(['new', 'old']);
    await restore();
    expect(await states()).toEqual(['old', 'old']);
    expect((await generations()).filter((one) => one.endsWith('building'))).toEqual([]);
  });
});
