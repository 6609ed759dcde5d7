import { expect, it } from 'vitest';
import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';
import { createShelf } from './shelf.ts';

const record = (path: string, title = path) =>
  ({ id: `id ${path}`, collection: 'usual', source: 's', path, title }) as Schemas['Document'];

it('shows pages as they come, and on a second look what was there until all of it came', async () => {
  const seen: string[] = [];
  let pages = [[record('a')], [record('b')]];
  const shelf = createShelf({
    async *load() {
      for (const [i, documents] of pages.entries()) {
        yield { collection: 'usual', documents, next: i === pages.length - 1 ? null : 'more' };
        const { state, documents: shown } = shelf.content.value;
        seen.push(`${state} ${shown.map(({ path }) => path).join('')}`);
      }
    },
    loadOne: async () => null,
  });
  await shelf.open(null);
  expect(seen.splice(0)).toEqual(['loading a', 'whole ab']);
  pages = [[record('c')], [record('d')]];
  // The backend's own, now by its name.
  await shelf.open('usual');
  expect(seen).toEqual(['whole ab', 'whole cd']);
  expect([shelf.isOpen('usual'), shelf.isOpen('other'), shelf.isOpen(null)]).toEqual([
    true,
    false,
    false,
  ]);
});

it('tells a collection that is not there from one that cannot be read', async () => {
  let error = new ServiceError('COLLECTION_MISSING', '', { status: 404 });
  const shelf = createShelf({
    // biome-ignore lint/correctness/useYield: it fails before the first page
    async *load() {
      throw error;
    },
    loadOne: async () => null,
  });
  await shelf.open('new');
  expect(shelf.content.value.state).toBe('missing');
  error = new ServiceError('STORE_UNREACHABLE');
  await shelf.open('new');
  expect(shelf.content.value).toMatchObject({ state: 'failed', error });
});

it('puts a document that was stored at its place, and takes away what is gone', async () => {
  let stored: Schemas['Document'] | null = record('b', 'new');
  const shelf = createShelf({
    async *load() {
      yield { collection: 'usual', documents: [record('a'), record('c')], next: null };
    },
    loadOne: async () => stored,
  });
  const titles = () => shelf.content.value.documents.map(({ title }) => title);
  await shelf.open(null);
  await shelf.refresh('usual', 'id b');
  expect(titles()).toEqual(['a', 'new', 'c']);
  shelf.drop('usual', ({ path }) => path === 'a');
  stored = null;
  await shelf.refresh('usual', 'id b');
  await shelf.refresh('other', 'id c');
  expect(titles()).toEqual(['c']);
});

it('keeps what it shows while it tries again after a failure, and says so until all of it came', async () => {
  const seen: string[] = [];
  let breaksAfter = 1;
  const shelf = createShelf({
    async *load() {
      for (const [i, documents] of [[record('a')], [record('b')]].entries()) {
        if (i === breaksAfter) throw new ServiceError('UNREACHABLE');
        yield { collection: 'usual', documents, next: i === 1 ? null : 'more' };
        look();
      }
    },
    loadOne: async () => null,
  });
  const look = () => {
    const { state, documents } = shelf.content.value;
    seen.push(`${state} ${documents.map(({ path }) => path).join('')}`);
  };
  const open = async () => {
    const opened = shelf.open(null);
    look();
    await opened;
    look();
    return seen.splice(0);
  };
  breaksAfter = 0;
  expect(await open()).toEqual(['loading ', 'failed ']);
  breaksAfter = 1;
  expect(await open()).toEqual(['failed ', 'loading a', 'failed a']);
  expect(await open()).toEqual(['failed a', 'failed a', 'failed a']);
  breaksAfter = 2;
  expect(await open()).toEqual(['failed a', 'failed a', 'whole ab', 'whole ab']);
});

it('keeps what is deleted and stored while it loads, the first time and again', async () => {
  const of = (...paths: string[]) => paths.map((path) => record(path));
  let happens = async () => {};
  const shelf = createShelf({
    // The pages are as the backend was before anything happened.
    async *load() {
      yield { collection: 'usual', documents: of('a', 'b', 'c'), next: 'more' };
      await happens();
      yield { collection: 'usual', documents: of('d', 'e', 'g'), next: null };
    },
    loadOne: async (_, id) => (id === 'id g' ? null : record(id.slice(3), `new ${id.slice(3)}`)),
  });
  const titles = () => shelf.content.value.documents.map(({ title }) => title).join(', ');
  happens = async () => {
    shelf.drop('usual', ({ path }) => path === 'b' || path === 'e');
    shelf.drop('other', ({ path }) => path === 'a');
    await shelf.refresh('usual', 'id f');
    await shelf.refresh('usual', 'id g');
    expect(titles()).toBe('a, c, new f');
  };
  await shelf.open(null);
  expect(titles()).toBe('a, c, d, new f');
  happens = async () => {
    await shelf.refresh('usual', 'id b');
    await shelf.refresh('usual', 'id f');
    shelf.drop('usual', ({ path }) => path === 'c' || path === 'f');
    expect(titles()).toBe('a, new b, d');
  };
  await shelf.open(null);
  expect(titles()).toBe('a, new b, d, e, g');
  happens = async () => {};
  await shelf.open(null);
  expect(titles()).toBe('a, b, c, d, e, g');
});
