import { carryCorpus } from '@gecko/core/store/carry-corpus';
import { dropOlder } from '@gecko/core/store/drop-older';
import type { Store } from '@gecko/core/store/port';
import { withFresh } from '@gecko/core/store/with-fresh';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smallFingerprint, storedDocument } from '../fakes/documents.ts';
import { createMemoryStore } from '../fakes/memory-store.ts';
import type { StoreUnderTest } from './store.ts';

/** What a store promises of the generation that a rollback goes back to; knows no adapter. */
export function previousConformance(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} and what it goes back to`, () => {
    let under: StoreUnderTest;
    let store: Store;

    beforeEach(async () => {
      under = await open();
      store = under.store;
      await fresh();
    });
    afterEach(() => under.close());

    /** A new generation, as a reindex makes it: switched to, and what is older than the one before goes. */
    async function fresh(): Promise<void> {
      const { info } = await store.create('corpus', smallFingerprint);
      await store.switch('corpus', info.generation);
      await dropOlder(store, ['corpus'], () => {});
    }

    async function restore(): Promise<void> {
      await withFresh(store, async (made) => {
        made.push((await store.create('corpus', smallFingerprint)).info);
      });
    }

    async function move(): Promise<void> {
      const from = createMemoryStore();
      const live = await from.create('corpus', smallFingerprint);
      await from.switch('corpus', 1);
      await live.commit([storedDocument('moved.md', ['moved'])]);
      await carryCorpus(from, store, { signal: new AbortController().signal });
    }

    const states = async () =>
      (await store.generations('corpus')).map(({ generation, state }) => `${generation} ${state}`);

    it('is the generation before the last switch, and null where there is none', async () => {
      expect(await store.previous('corpus')).toBeNull();
      await store.create('corpus', smallFingerprint);
      expect(await store.previous('corpus')).toBeNull();
      await store.switch('corpus', 2);
      expect(await store.previous('corpus')).toBe(1);
      await store.switch('corpus', 2);
      expect(await store.previous('corpus')).toBe(1);
      await expect(store.previous('other')).rejects.toMatchObject({ code: 'COLLECTION_MISSING' });
    });

    it('is, after a rollback, the one that was rejected; after another, the first again', async () => {
      await fresh();
      await store.rollback('corpus');
      expect(await store.previous('corpus')).toBe(2);
      await store.rollback('corpus');
      expect(await store.previous('corpus')).toBe(1);
      expect(await store.rollback('corpus')).toBe(1);
    });

    it('is gone with that generation', async () => {
      await fresh();
      await store.drop('corpus', 1);
      expect(await store.previous('corpus')).toBeNull();
      await expect(store.rollback('corpus')).rejects.toMatchObject({ code: 'GENERATION_MISSING' });
    });

    it.each([
      ['a reindex', fresh],
      ['a restore', restore],
      ['a move', move],
    ])('is kept by %s after a rollback, and the rejected one goes', async (_, make) => {
      await fresh();
      await store.rollback('corpus');
      await make();
      expect(await states()).toEqual(['1 retired', '3 live']);
      expect(await store.previous('corpus')).toBe(1);
      expect(await store.rollback('corpus')).toBe(1);
      expect(await store.rollback('corpus')).toBe(3);
    });

    it.each([
      ['a reindex', fresh],
      ['a restore', restore],
      ['a move', move],
    ])('is kept by %s where several are left, and nothing else', async (_, make) => {
      for (const generation of [2, 3, 4]) {
        await store.create('corpus', smallFingerprint);
        await store.switch('corpus', generation);
      }
      await store.switch('corpus', 2);
      const { info } = await store.create('corpus', smallFingerprint);
      await make();
      // One that is being made by somebody else is nobody's to drop.
      expect(await states()).toEqual(['2 retired', `${info.generation} building`, '6 live']);
      expect(await store.rollback('corpus')).toBe(2);
    });
  });
}
