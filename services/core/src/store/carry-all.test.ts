import { describe, expect, it } from 'vitest';
import { smallFingerprint, storedDocument } from '../../../../test/fakes/documents.ts';
import { createMemoryStore } from '../../../../test/fakes/memory-store.ts';
import { allRecords } from './all-records.ts';
import { carryAll } from './carry-all.ts';
import type { Store } from './port.ts';

const signal = new AbortController().signal;

async function add(store: Store, collection: string, path: string): Promise<void> {
  const live =
    (await store.resolve(collection)) ?? (await store.create(collection, smallFingerprint));
  if (live.info.state === 'building') await store.switch(collection, live.info.generation);
  await live.commit([storedDocument(path, ['one'])]);
}

async function paths(store: Store, collection: string): Promise<string[] | null> {
  const live = await store.resolve(collection);
  return live && (await allRecords(live)).map(({ path }) => path);
}

describe('carryAll', () => {
  it.each([true, false])('leaves all as it was where one fails (there before: %s)', async (was) => {
    const [from, to] = [createMemoryStore(), createMemoryStore()];
    for (const name of ['a', 'b']) await add(from, name, 'saved.md');
    if (was) for (const name of ['a', 'b']) await add(to, name, 'now.md');
    const failing: Store = {
      ...to,
      async switch(collection, generation) {
        if (collection === 'b') throw new Error('no room');
        await to.switch(collection, generation);
      },
    };
    const carried = carryAll(from, failing, { signal });
    await expect(carried).rejects.toThrow('no room');
    const wanted = was ? ['now.md'] : null;
    expect([await paths(to, 'a'), await paths(to, 'b')]).toEqual([wanted, wanted]);
  });

  it('carries all where none fails', async () => {
    const [from, to] = [createMemoryStore(), createMemoryStore()];
    for (const name of ['a', 'b']) await add(from, name, 'saved.md');
    await add(to, 'a', 'now.md');
    await carryAll(from, to, { signal });
    expect([await paths(to, 'a'), await paths(to, 'b')]).toEqual([['saved.md'], ['saved.md']]);
  });
});
