import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smallFingerprint, storedDocument, unit } from '../../../../../test/fakes/documents.ts';
import { fakeConfig, fakeEmbedder } from '../../../../../test/fakes/fake-core.ts';
import {
  type QdrantUnderTest,
  startQdrantUnderTest,
} from '../../../../../test/fakes/qdrant-under-test.ts';
import { checkFingerprint } from '../../ingest/fingerprint.ts';
import { chooseMode } from '../../retrieve/choose-mode.ts';

let qdrant: QdrantUnderTest;
beforeEach(async () => {
  qdrant = await startQdrantUnderTest();
});
afterEach(() => qdrant.close());

describe('a collection that langchain made', () => {
  beforeEach(async () => {
    await qdrant.ask('PUT', '/collections/old', { vectors: { size: 4, distance: 'Cosine' } });
    await qdrant.ask('PUT', '/collections/old/points', {
      points: [
        [1, 0, 'north', { source: 'docs/n.pdf', page: 3 }],
        [2, 1, 'south', { source: 'docs/s.txt' }],
      ].map(([id, axis, page_content, metadata]) => ({
        id,
        vector: Array.from(unit(Number(axis))),
        payload: { page_content, metadata },
      })),
    });
  });

  it('is named as such, and answers by its vectors', async () => {
    const legacy = await qdrant.store.resolve('old');
    expect(legacy?.info).toMatchObject({ legacy: true, physical: 'old', generation: 0 });
    expect((await qdrant.store.collections()).map(({ collection }) => collection).sort()).toEqual([
      'corpus',
      'old',
    ]);
    expect(await qdrant.store.generations('old')).toEqual([legacy?.info]);
    expect((await qdrant.store.open('old', 0)).info).toEqual(legacy?.info);
    const answer = await legacy?.candidates({ dense: unit(0), terms: ['south'], limit: 5 });
    expect(answer?.lexical).toEqual([]);
    expect(answer?.dense.map(({ chunk }) => chunk.text)).toEqual(['north', 'south']);
    expect(answer?.dense[0]).toMatchObject({
      chunk: { id: '1', page: 3 },
      document: { path: 'docs/n.pdf', title: 'n.pdf', metadata: { source: 'docs/n.pdf' } },
    });
    expect(await legacy?.stats()).toEqual({ documents: 0, chunks: 2, bytes: null });
  });

  it('does not answer vectors of another length', async () => {
    const legacy = await qdrant.store.resolve('old');
    const query = { dense: new Float32Array(3).fill(0.5), limit: 5 };
    expect(await legacy?.candidates(query)).toEqual({ dense: [], lexical: [] });
  });

  it('is never written to, and its name is never switched', async () => {
    const legacy = await qdrant.store.resolve('old');
    const readOnly = { code: 'COLLECTION_READ_ONLY' };
    await expect(legacy?.commit([storedDocument('a.md', ['a'])])).rejects.toMatchObject(readOnly);
    await expect(legacy?.remove(['a'])).rejects.toMatchObject(readOnly);
    await qdrant.store.create('old', smallFingerprint);
    await expect(qdrant.store.switch('old', 1)).rejects.toMatchObject(readOnly);
    await qdrant.store.drop('old');
    expect((await qdrant.store.resolve('old'))?.info.legacy).toBe(true);
  });

  it('is asked with an embedder of its dimension, and refuses an ingest as what it is', async () => {
    const info = (await qdrant.store.resolve('old'))?.info;
    if (!info) throw new Error('not resolved');
    const embedder = (dimension: number) => ({
      ...fakeEmbedder,
      identity: { ...fakeEmbedder.identity, dimension },
    });
    expect(chooseMode(embedder(4), info.fingerprint, undefined).mode).toBe('hybrid');
    expect(chooseMode(embedder(3), info.fingerprint, undefined)).toMatchObject({
      mode: 'lexical',
      reason: "the collection's vectors have 4 dimensions, bag-of-words makes 3",
    });
    expect(() => checkFingerprint({ embedder: embedder(4), config: fakeConfig }, info)).toThrow(
      expect.objectContaining({ code: 'COLLECTION_READ_ONLY' }),
    );
  });

  it('is null where it has no vector that can be asked', async () => {
    await qdrant.ask('PUT', '/collections/named', {
      vectors: { other: { size: 4, distance: 'Dot' } },
    });
    expect(await qdrant.store.resolve('named')).toBeNull();
  });
});
