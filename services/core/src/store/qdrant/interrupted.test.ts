import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smallFingerprint, storedDocument } from '../../../../../test/fakes/documents.ts';
import {
  found,
  type QdrantUnderTest,
  startQdrantUnderTest,
} from '../../../../../test/fakes/qdrant-under-test.ts';
import { dropOlder } from '../drop-older.ts';

let qdrant: QdrantUnderTest;
beforeEach(async () => {
  qdrant = await startQdrantUnderTest();
});
afterEach(() => qdrant.close());

describe('a process that ends between two steps', () => {
  it.each([
    ['chunks-added', ['old one'], 2],
    ['record-written', ['new one', 'new two'], 1],
    ['made-live', ['new one', 'new two'], 0],
  ])(
    'of a commit, at %s: the document is whole, and a sweep tidies up',
    async (point, texts, removed) => {
      await qdrant.live.commit([storedDocument('a.md', ['old one'])]);
      qdrant.faultAt = point;
      await expect(
        qdrant.live.commit([storedDocument('a.md', ['new one', 'new two'])]),
      ).rejects.toThrow(point);
      qdrant.faultAt = null;
      const seen = await found(qdrant.live, 'one');
      expect(seen).toHaveLength(1);

      qdrant.ahead = 11;
      const after = await qdrant.open();
      expect(await after.sweep()).toEqual({ removedChunks: removed });
      const generation = await after.resolve('corpus');
      if (!generation) throw new Error('the collection is gone');
      expect((await generation.chunks('doc-docs-a.md')).map(({ text }) => text)).toEqual(texts);
      expect(await found(generation, 'one')).toEqual(texts.slice(0, 1));
      expect((await generation.read('doc-docs-a.md'))?.text).toBe(texts.join('\n'));
      expect(await generation.stats()).toMatchObject({ documents: 1, chunks: texts.length });
      expect(await after.sweep()).toEqual({ removedChunks: 0 });
      expect(await qdrant.points()).toEqual({ chunks: texts.length, documents: 2 });
    },
  );

  it('of a commit: the same commit again finishes it', async () => {
    await qdrant.live.commit([storedDocument('a.md', ['old one'])]);
    const next = storedDocument('a.md', ['new one']);
    for (const point of ['chunks-added', 'record-written', 'made-live']) {
      qdrant.faultAt = point;
      await expect(qdrant.live.commit([next])).rejects.toThrow(point);
    }
    qdrant.faultAt = null;
    await qdrant.live.commit([next]);
    expect(await found(qdrant.live, 'one')).toEqual(['new one']);
    expect((await qdrant.points()).chunks).toBe(1);
  });

  it('of a commit: upkeep finishes it, and removes what nobody finished', async () => {
    await qdrant.live.commit([storedDocument('a.md', ['old one'])]);
    qdrant.faultAt = 'record-written';
    await expect(qdrant.live.commit([storedDocument('a.md', ['new one'])])).rejects.toThrow();
    qdrant.faultAt = 'chunks-added';
    await expect(qdrant.live.commit([storedDocument('b.md', ['other one'])])).rejects.toThrow();
    await qdrant.store.maintain();
    expect(await found(qdrant.live, 'new')).toEqual(['new one']);
    expect((await qdrant.points()).chunks).toBe(3);
    qdrant.ahead = 11;
    await qdrant.store.maintain();
    expect((await qdrant.points()).chunks).toBe(2);
  });

  it('of a removal: a sweep, or the same removal again, takes the chunks', async () => {
    for (const finish of [
      () => qdrant.store.sweep(),
      () => qdrant.live.remove(['doc-docs-a.md']),
    ]) {
      await qdrant.live.commit([storedDocument('a.md', ['alpha'])]);
      qdrant.faultAt = 'record-removed';
      await expect(qdrant.live.remove(['doc-docs-a.md'])).rejects.toThrow('record-removed');
      qdrant.faultAt = null;
      await finish();
      expect(await found(qdrant.live, 'alpha')).toEqual([]);
      expect(await qdrant.points()).toEqual({ chunks: 0, documents: 0 });
    }
  });

  it.each([
    ['before-switch', 1],
    ['switched', 2],
  ])('of a switch, at %s: generation %i answers', async (point, generation) => {
    await qdrant.store.create('corpus', smallFingerprint);
    qdrant.faultAt = point;
    await expect(qdrant.store.switch('corpus', 2)).rejects.toThrow(point);
    qdrant.faultAt = null;
    const after = await qdrant.open();
    expect((await after.resolve('corpus'))?.info).toMatchObject({ generation, state: 'live' });
    await after.switch('corpus', 2);
    expect(await after.rollback('corpus')).toBe(1);
  });

  it('of two switches in a row: the generation in between stays to be gone back to', async () => {
    for (const generation of [2, 3]) {
      await qdrant.store.create('corpus', smallFingerprint);
      qdrant.faultAt = 'switched';
      await expect(qdrant.store.switch('corpus', generation)).rejects.toThrow('switched');
      qdrant.faultAt = null;
    }
    const after = await qdrant.open();
    expect((await after.generations('corpus')).map(({ state }) => state)).toEqual([
      'retired',
      'retired',
      'live',
    ]);
    qdrant.ahead = 25 * 60;
    await after.sweep();
    await dropOlder(after, ['corpus'], () => {});
    expect(await after.rollback('corpus')).toBe(2);
  });

  it('of a drop: it is out of sight, and a sweep finishes it', async () => {
    qdrant.faultAt = 'generation-forgotten';
    await expect(qdrant.store.drop('corpus')).rejects.toThrow('generation-forgotten');
    qdrant.faultAt = null;
    const after = await qdrant.open();
    expect(await after.resolve('corpus')).toBeNull();
    expect(await after.collections()).toEqual([]);
    await expect(after.generations('corpus')).rejects.toMatchObject({ code: 'COLLECTION_MISSING' });
    await after.sweep();
    expect(await qdrant.ask('GET', '/collections')).toEqual({ collections: [] });
  });

  it('of a reindex: what it made goes after a day', async () => {
    await qdrant.store.create('corpus', smallFingerprint);
    await qdrant.store.sweep();
    expect(await qdrant.store.generations('corpus')).toHaveLength(2);
    qdrant.ahead = 25 * 60;
    await qdrant.store.sweep();
    expect(await qdrant.store.generations('corpus')).toMatchObject([
      { generation: 1, state: 'live' },
    ]);
  });
});
