import { beforeEach, expect, it } from 'vitest';
import { smallFingerprint, storedDocument } from '../../../../test/fakes/documents.ts';
import { createMemoryStore } from '../../../../test/fakes/memory-store.ts';
import type { GenerationStore, Store } from './port.ts';
import { proveStore } from './prove-store.ts';

const { signal } = new AbortController();
let store: Store;
let live: GenerationStore;

beforeEach(async () => {
  store = createMemoryStore();
  live = await store.create('corpus', smallFingerprint);
  await store.switch('corpus', live.info.generation);
  await live.commit([
    storedDocument('a.md', ['the pump is painted green', 'and the door is not']),
    storedDocument('b.md', ['the pipe is red']),
  ]);
});
const expected = { collection: 'corpus', documents: 2, chunks: 3 };

it('tells what it asked for and how it was found', async () => {
  const [proven] = await proveStore(store, [expected], signal);
  expect(proven).toMatchObject(expected);
  expect(proven?.asked.map(({ path }) => path)).toEqual(['a.md', 'b.md']);
  for (const { foundBy } of proven?.asked ?? []) expect(foundBy).not.toEqual([]);
});

it.each([
  [{ ...expected, documents: 3 }, 'it has 2 of 3 documents'],
  [{ ...expected, chunks: 2 }, 'it has 3 of 2 chunks'],
  [{ ...expected, collection: 'other' }, 'Of other not all came back: it is not there'],
])('refuses what is not as it should be: %j', async (one, words) => {
  await expect(proveStore(store, [one], signal)).rejects.toMatchObject({
    code: 'INTEGRITY',
    message: expect.stringContaining(words),
  });
});

it('refuses an index that does not find what is there', async () => {
  const deaf: GenerationStore = {
    ...live,
    info: live.info,
    candidates: async () => ({ dense: [], lexical: [] }),
  };
  await expect(
    proveStore({ ...store, resolve: async () => deaf }, [expected], signal),
  ).rejects.toMatchObject({ message: expect.stringContaining('not found by its own words') });
});

it('takes the same text in several documents for one', async () => {
  await live.commit([storedDocument('c.md', ['the pipe is red'])]);
  const more = { collection: 'corpus', documents: 3, chunks: 4 };
  await expect(proveStore(store, [more], signal)).resolves.toMatchObject([{ documents: 3 }]);
});

it('asks nothing of an empty collection', async () => {
  await live.remove(['doc-docs-a.md', 'doc-docs-b.md']);
  const none = { collection: 'corpus', documents: 0, chunks: 0 };
  await expect(proveStore(store, [none], signal)).resolves.toMatchObject([{ asked: [] }]);
});
