import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  lexicalFingerprint,
  smallFingerprint,
  storedDocument,
} from '../../../../test/fakes/documents.ts';
import { createMemoryStore } from '../../../../test/fakes/memory-store.ts';
import { type QdrantServer, startQdrantServer } from '../../../../test/fakes/qdrant-server.ts';
import { systemClock } from '../clock.ts';
import { type CarryProgress, carryCorpus } from './carry-corpus.ts';
import { openLanceStore } from './lance/lance-store.ts';
import type { GenerationStore, Store } from './port.ts';
import { openQdrantStore } from './qdrant/qdrant-store.ts';

const signal = new AbortController().signal;

/** Everything that a generation has, by document. */
async function contentOf(generation: GenerationStore | null) {
  if (!generation) throw new Error('no such collection');
  const records = await generation.records();
  const all = await Promise.all(records.map(({ id }) => generation.stored(id)));
  return all.toSorted((a, b) => ((a?.record.id ?? '') < (b?.record.id ?? '') ? -1 : 1));
}

async function filled(store: Store, name: string, fingerprint = smallFingerprint, size = 40) {
  const live = await store.create(name, fingerprint);
  await store.switch(name, live.info.generation);
  const dense = fingerprint.model !== null;
  const documents = Array.from({ length: size }, (_, i) =>
    storedDocument(`${i}.md`, [`alpha ${i}`, `línea beta ${i}`], { axis: i % 4, dense }),
  );
  await live.commit(documents);
  return live;
}

describe('carryCorpus', () => {
  let folder: string;
  let server: QdrantServer;
  let lance: Store;
  let qdrant: Store;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gecko-carry-'));
    server = await startQdrantServer();
    const shared = { clock: systemClock, log: () => {} };
    lance = await openLanceStore({ folder, ...shared });
    qdrant = await openQdrantStore({ url: server.url, ...shared });
  });
  afterEach(async () => {
    await Promise.all([lance.close(), qdrant.close()]);
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('carries every collection there and back: texts, chunks, terms and vectors', async () => {
    await filled(lance, 'corpus');
    await filled(lance, 'words', lexicalFingerprint, 3);
    const before = await contentOf(await lance.resolve('corpus'));
    const report = await carryCorpus(lance, qdrant, { signal });
    expect(report.collections).toEqual([
      { collection: 'corpus', documents: 40, chunks: 80, isNew: true },
      { collection: 'words', documents: 3, chunks: 6, isNew: true },
    ]);
    expect(await contentOf(await qdrant.resolve('corpus'))).toEqual(before);
    expect((await qdrant.resolve('words'))?.info.fingerprint).toEqual(lexicalFingerprint);

    const changed = await qdrant.resolve('corpus');
    await changed?.remove(['doc-docs-0.md']);
    await changed?.commit([storedDocument('new.md', ['gamma'])]);
    await carryCorpus(qdrant, lance, { signal });
    const back = await lance.resolve('corpus');
    expect(await contentOf(back)).toEqual(await contentOf(changed));
    const { lexical } = (await back?.candidates({ terms: ['gamma'], limit: 5 })) ?? {};
    expect(lexical?.map(({ document }) => document.path)).toEqual(['new.md']);
  });

  it('leaves what was there before to be rolled back to', async () => {
    await filled(lance, 'corpus');
    await filled(qdrant, 'corpus', smallFingerprint, 1);
    await carryCorpus(lance, qdrant, { signal });
    expect((await qdrant.resolve('corpus'))?.info.generation).toBe(2);
    await qdrant.rollback('corpus');
    expect(await (await qdrant.resolve('corpus'))?.records()).toHaveLength(1);
  });

  it('carries nothing where the other has the very same', async () => {
    await filled(lance, 'corpus');
    await carryCorpus(lance, qdrant, { signal });
    const { collections } = await carryCorpus(lance, qdrant, { signal });
    expect(collections).toEqual([
      { collection: 'corpus', documents: 40, chunks: 80, isNew: false },
    ]);
    expect((await qdrant.generations('corpus')).map(({ state }) => state)).toEqual(['live']);
  });

  it('leaves the other as it was where it is interrupted, and can be begun again', async () => {
    await filled(lance, 'corpus');
    await filled(qdrant, 'corpus', smallFingerprint, 1);
    const stop = new AbortController();
    const seen: CarryProgress[] = [];
    const carrying = carryCorpus(lance, qdrant, {
      signal: stop.signal,
      onProgress: (progress) => {
        seen.push(progress);
        stop.abort(new Error('enough'));
      },
    });
    await expect(carrying).rejects.toThrow('enough');
    expect(seen).toEqual([{ collection: 'corpus', documents: 16, total: 40 }]);
    expect((await qdrant.generations('corpus')).map(({ generation }) => generation)).toEqual([1]);
    await carryCorpus(lance, qdrant, { signal });
    expect((await (await qdrant.resolve('corpus'))?.stats())?.documents).toBe(40);
  });

  it.each([true, false])('switches all names or none (there before: %s)', async (wasThere) => {
    const to = createMemoryStore();
    for (const name of ['a', 'b']) {
      await filled(lance, name, smallFingerprint, 2);
      if (wasThere) await filled(to, name, smallFingerprint, 1);
    }
    const failing: Store = {
      ...to,
      switchAll: () => Promise.reject(new Error('no room')),
    };
    const documents = async () =>
      Promise.all(
        ['a', 'b'].map(async (name) => (await (await to.resolve(name))?.stats())?.documents),
      );
    const before = await documents();
    await expect(carryCorpus(lance, failing, { signal })).rejects.toThrow('no room');
    expect(await documents()).toEqual(before);
    expect((await to.collections()).map(({ generation }) => generation)).toEqual(
      wasThere ? [1, 1] : [],
    );
    await carryCorpus(lance, to, { signal });
    expect(await documents()).toEqual([2, 2]);
  });

  it('is done once the names are switched: what cannot be dropped then is a warning', async () => {
    await filled(lance, 'corpus', smallFingerprint, 2);
    const to = createMemoryStore();
    const failing: Store = { ...to, generations: () => Promise.reject(new Error('not now')) };
    const warnings: unknown[][] = [];
    const log = (...line: unknown[]) => void warnings.push(line);
    const { collections } = await carryCorpus(lance, failing, { signal, log });
    expect(collections).toMatchObject([{ collection: 'corpus', documents: 2 }]);
    expect((await (await to.resolve('corpus'))?.stats())?.documents).toBe(2);
    const fields = { collection: 'corpus', reason: 'not now' };
    expect(warnings).toEqual([['warn', expect.stringContaining('could not be dropped'), fields]]);
  });

  it('switches nothing over where not all has arrived', async () => {
    const live = await filled(lance, 'corpus', smallFingerprint, 2);
    const to = createMemoryStore();
    const forgetful: Store = {
      ...to,
      create: async (...wanted) => ({ ...(await to.create(...wanted)), commit: async () => {} }),
    };
    expect((await live.stats()).documents).toBe(2);
    await expect(carryCorpus(lance, forgetful, { signal })).rejects.toMatchObject({
      code: 'INTEGRITY',
      message: expect.stringContaining('2 documents of 4 chunks, and 0 of 0 arrived'),
    });
    expect(await to.collections()).toEqual([]);
  });
});
