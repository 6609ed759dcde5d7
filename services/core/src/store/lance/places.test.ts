import { describe, expect, it } from 'vitest';
import type { Place } from '../place.ts';
import { createPlaces, type PlacesPage } from './places.ts';

const placed = (path: string): Place => ({ id: `id-${path}`, source: 'docs', path });

function counted(paths: string[]) {
  let rows = 0;
  const places = createPlaces(async () => {
    rows += paths.length;
    return paths.map(placed);
  });
  return { places, rows: () => rows };
}

/** Every page of a listing. */
async function listed({ places }: ReturnType<typeof counted>, limit: number) {
  const pages: PlacesPage[] = [];
  let cursor: string | undefined;
  do {
    const page: PlacesPage = await places.page('all', limit, cursor);
    pages.push(page);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return pages;
}

describe('places', () => {
  it.each([100, 300])('are read once for all pages, of %i documents too', async (size) => {
    const under = counted(Array.from({ length: size }, (_, i) => `${(i * 7) % size}.md`));
    const pages = await listed(under, 10);
    expect(pages).toHaveLength(size / 10);
    const ids = pages.flatMap((page) => page.ids);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(size);
    expect(under.rows()).toBe(size);
  });

  it('go on after a cursor that no document has any more', async () => {
    const { places } = counted(['a', 'c', 'd']);
    const after = (cursor: string) => places.page('all', 1, cursor);
    expect((await after('docs/b id-b')).ids).toEqual(['id-c']);
    expect(await after('docs/d id-d')).toEqual({ ids: [], next: null });
    expect((await after('')).ids).toEqual(['id-a']);
  });

  it('are read again after a change, and for the next listing', async () => {
    const paths = ['a', 'b', 'c'];
    const under = counted(paths);
    const { next } = await under.places.page('all', 1);
    paths.push('bb');
    under.places.forget();
    expect((await under.places.page('all', 2, next ?? '')).ids).toEqual(['id-b', 'id-bb']);
    await listed(under, 2);
    await listed(under, 2);
    expect(under.rows()).toBe(3 + 4 + 4);
  });

  it('are read again where reading failed', async () => {
    let failing = true;
    const places = createPlaces(async () => {
      if (failing) throw new Error('no such file');
      return [placed('a')];
    });
    await expect(places.page('all', 1)).rejects.toThrow('no such file');
    failing = false;
    expect((await places.page('all', 1)).ids).toEqual(['id-a']);
  });
});
