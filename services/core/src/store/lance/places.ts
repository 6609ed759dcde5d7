import { inOrder, type Place, place } from '../place.ts';

/** A part of a listing: ids in its order, and the cursor of the part after it. */
export interface PlacesPage {
  ids: string[];
  next: string | null;
}

/**
 * Pages of listings. LanceDB compares strings by bytes and listings by UTF-16 units, so their order is made
 * here. It is kept from one page to the next, until the listing ends or a document is written or removed.
 */
export interface Places {
  /**
   * @param where condition of the documents
   * @param after cursor, as `place` makes them
   */
  page(where: string, limit: number, after?: string): Promise<PlacesPage>;
  /** To be called after each change, before it is told to whoever asked for it. */
  forget(): void;
}

export function createPlaces(read: (where: string) => Promise<Place[]>): Places {
  let kept: { where: string; places: Promise<Place[]> } | null = null;

  return {
    async page(where, limit, after) {
      const places = await placesOf(where);
      const start = after === undefined ? 0 : firstAfter(places, after);
      const page = places.slice(start, start + limit);
      const last = page.at(-1);
      const next = last && start + limit < places.length ? place(last) : null;
      if (next === null && kept?.where === where) kept = null;
      return { ids: page.map(({ id }) => id), next };
    },
    forget() {
      kept = null;
    },
  };

  function placesOf(where: string): Promise<Place[]> {
    if (kept?.where === where) return kept.places;
    const places = read(where).then(inOrder);
    const reading = { where, places };
    kept = reading;
    places.catch(() => {
      if (kept === reading) kept = null;
    });
    return places;
  }
}

/** Index of the first place that stands after a cursor. */
function firstAfter(places: readonly Place[], cursor: string): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = places[middle];
    if (one && place(one) > cursor) high = middle;
    else low = middle + 1;
  }
  return low;
}
