import { describe, expect, it, vi } from 'vitest';
import type { Conversation, Turn } from './conversation.ts';
import { type Change, type Channel, createLibrary, type Storage } from './library.ts';

/** As IndexedDB: what is kept is a copy. */
function memoryStorage(): Storage & { broken: boolean } {
  const values = new Map<string, unknown>();
  const storage = {
    broken: false,
    async get<T>(key: string) {
      check();
      return structuredClone(values.get(key)) as T | undefined;
    },
    async change(
      keys: readonly string[],
      edit: (before: readonly unknown[]) => readonly unknown[],
    ) {
      check();
      const after = edit(keys.map((key) => structuredClone(values.get(key))));
      for (const [i, key] of keys.entries()) {
        if (after[i] === undefined) values.delete(key);
        else values.set(key, structuredClone(after[i]));
      }
    },
  };
  const check = () => {
    if (storage.broken) throw new Error('the disk is full');
  };
  return storage;
}

/** Tabs of one browser; what one tells, the others hear. */
function tabs(storage: Storage = memoryStorage()) {
  const listeners: { of: Channel; call(change: Change): void }[] = [];
  return () => {
    const channel: Channel = {
      tell: (change) =>
        void listeners.filter(({ of }) => of !== channel).map(({ call }) => call(change)),
      listen: (call) => void listeners.push({ of: channel, call }),
    };
    return createLibrary(storage, channel);
  };
}

const turn = (id: string, more: Partial<Turn> = {}): Turn => ({
  ...{ id, question: `${id}?`, askedAt: '2026-01-01T00:00:00.000Z', status: 'done' },
  ...{ answer: `Answer ${id}`, citations: [], analysis: null, done: null, nearest: null },
  ...{ error: null, settings: { backend: 'rag', collection: null, model: null, filter: {} } },
  ...more,
});

const conversation = (id: string, day: number, more: Partial<Conversation> = {}): Conversation => ({
  ...{ schemaVersion: 1, id, title: `Title of ${id}`, turns: [] },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', updatedAt: `2026-01-0${day}T00:00:00.000Z` },
  ...more,
});

describe('library', () => {
  it('lists what is kept, newest first, also what another tab keeps', async () => {
    const open = tabs();
    const [one, other] = [open(), open()];
    await one.save(conversation('a', 1), '1');
    await other.save(conversation('b', 3), '1');
    await one.save(conversation('c', 2), '1');
    expect(one.list.value?.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
    await vi.waitFor(() => expect(other.list.value).toEqual(one.list.value));
  });

  it('gives a conversation back as it was, and none of an unknown id', async () => {
    const library = tabs()();
    await library.save(conversation('a', 1, { turns: [turn('1')] }), '1');
    const turns = [turn('1', { answer: 'Another' }), turn('2')];
    await library.save(conversation('a', 2, { turns }), '1');
    expect(await library.load('a')).toMatchObject(conversation('a', 2, { turns }));
    expect(library.list.value).toHaveLength(1);
    expect(await library.load('b')).toBeNull();
  });

  it('keeps what two tabs make of one conversation', async () => {
    const open = tabs();
    const [one, other] = [open(), open()];
    await one.save(conversation('a', 1, { turns: [turn('1')] }), '1');
    const stale = await other.load('a');
    await one.save(conversation('a', 2, { turns: [turn('1', { answer: 'New' }), turn('2')] }), '2');
    await one.save(conversation('a', 2, { turns: [turn('1', { answer: 'New' }), turn('2')] }), '1');
    await one.rename('a', 'The pump');
    const turns = [...(stale?.turns ?? []), turn('3')];
    await other.save(conversation('a', 3, { turns }), '3');
    const kept = await one.load('a');
    expect(kept?.title).toBe('The pump');
    expect(kept?.turns.map(({ answer }) => answer)).toEqual(['New', 'Answer 2', 'Answer 3']);
    expect(other.list.value).toMatchObject([{ title: 'The pump', updatedAt: kept?.updatedAt }]);
  });

  it('says what another tab has changed, but not each word that it writes', async () => {
    const open = tabs();
    const [one, other] = [open(), open()];
    const told: string[] = [];
    other.follow((id) => told.push(id));
    await one.save(conversation('a', 1, { turns: [turn('1', { status: 'streaming' })] }), '1');
    expect(told).toEqual([]);
    await one.save(conversation('a', 1, { turns: [turn('1')] }), '1');
    await one.rename('a', 'The pump');
    await one.remove('a');
    expect(told).toEqual(['a', 'a', 'a']);
  });

  it('calls an answer stopped that nobody writes any more', async () => {
    const library = tabs()();
    const turns = [turn('1', { status: 'streaming' })];
    await library.save(conversation('a', 1, { turns }), '1');
    expect(await library.load('a')).toMatchObject({ turns: [{ status: 'stopped' }] });
  });

  it('removes, and is not made to bring back by an answer that comes later', async () => {
    const library = tabs()();
    await library.save(conversation('a', 1), '1');
    await Promise.all([library.remove('a'), library.save(conversation('a', 2), '1')]);
    expect(library.list.value).toEqual([]);
    expect(await library.load('a')).toBeNull();
  });

  it('does not bring back what another tab has removed', async () => {
    const open = tabs();
    const [one, other, third] = [open(), open(), open()];
    await one.save(conversation('a', 1), '1');
    await other.load('a');
    await third.remove('a');
    await one.save(conversation('a', 2, { turns: [turn('1')] }), '1');
    await other.save(conversation('a', 3, { turns: [turn('2')] }), '2');
    await one.rename('a', 'The pump');
    expect(await third.load('a')).toBeNull();
    expect(third.list.value).toEqual([]);
  });

  it('says that nothing is kept where it is so, and goes on', async () => {
    const storage = memoryStorage();
    const library = tabs(storage)();
    storage.broken = true;
    await library.refresh();
    await library.save(conversation('a', 1, { turns: [turn('1')] }), '1');
    expect(library.list.value).toEqual([]);
    expect(library.problem.value).toBeInstanceOf(Error);
    storage.broken = false;
    await library.save(conversation('a', 1, { turns: [turn('1'), turn('2')] }), '2');
    expect(library.problem.value).toBeNull();
    expect((await library.load('a'))?.turns).toHaveLength(2);
  });
});
