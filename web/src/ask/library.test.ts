import { describe, expect, it } from 'vitest';
import type { Conversation, Turn } from './conversation.ts';
import { createLibrary, type Storage } from './library.ts';

/** As IndexedDB: what is kept is a copy. */
function memoryStorage(): Storage & { broken: boolean } {
  const values = new Map<string, unknown>();
  const storage = {
    broken: false,
    async get<T>(key: string) {
      check();
      return structuredClone(values.get(key)) as T | undefined;
    },
    async set(key: string, value: unknown) {
      check();
      values.set(key, structuredClone(value));
    },
    async del(key: string) {
      check();
      values.delete(key);
    },
    async update<T>(key: string, change: (before: T | undefined) => T) {
      check();
      values.set(key, structuredClone(change(structuredClone(values.get(key)) as T | undefined)));
    },
  };
  const check = () => {
    if (storage.broken) throw new Error('the disk is full');
  };
  return storage;
}

const conversation = (id: string, day: number, more: Partial<Conversation> = {}): Conversation => ({
  ...{ schemaVersion: 1, id, title: `Title of ${id}`, turns: [] },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', updatedAt: `2026-01-0${day}T00:00:00.000Z` },
  ...more,
});

describe('library', () => {
  it('lists what is kept, newest first, also what another tab has kept', async () => {
    const storage = memoryStorage();
    const [one, other] = [createLibrary(storage), createLibrary(storage)];
    await one.save(conversation('a', 1));
    await other.save(conversation('b', 3));
    await one.save(conversation('c', 2));
    expect(one.list.value?.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
    await other.refresh();
    expect(other.list.value).toEqual(one.list.value);
  });

  it('gives a conversation back as it was, and none of an unknown id', async () => {
    const library = createLibrary(memoryStorage());
    await library.save(conversation('a', 1, { title: 'First' }));
    await library.save(conversation('a', 2, { title: 'Second' }));
    expect(await library.load('a')).toMatchObject({ title: 'Second' });
    expect(library.list.value).toHaveLength(1);
    expect(await library.load('b')).toBeNull();
  });

  it('calls an answer stopped that nobody writes any more', async () => {
    const library = createLibrary(memoryStorage());
    const turns = [{ status: 'streaming', answer: 'Thirty' } as Turn];
    await library.save(conversation('a', 1, { turns }));
    expect(await library.load('a')).toMatchObject({ turns: [{ status: 'stopped' }] });
  });

  it('removes, and is not made to bring back by an answer that comes later', async () => {
    const library = createLibrary(memoryStorage());
    await library.save(conversation('a', 1));
    await Promise.all([library.remove('a'), library.save(conversation('a', 2))]);
    expect(library.list.value).toEqual([]);
    expect(await library.load('a')).toBeNull();
  });

  it('says that nothing is kept where it is so, and goes on', async () => {
    const storage = memoryStorage();
    const library = createLibrary(storage);
    storage.broken = true;
    await library.refresh();
    await library.save(conversation('a', 1));
    expect(library.list.value).toEqual([]);
    expect(library.problem.value).toBeInstanceOf(Error);
    storage.broken = false;
    await library.save(conversation('a', 1));
    expect(library.problem.value).toBeNull();
  });
});
