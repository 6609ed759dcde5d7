import { type ReadonlySignal, signal } from '@preact/signals';
import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';
import type { loadDocuments } from './load-documents.ts';

/** The documents of the open collection, as far as they are known. */
export interface ShelfContent {
  /** As it was asked for; null for the backend's own. */
  wanted: string | null;
  /** Its name, once a backend told it. */
  collection: string | null;
  documents: readonly Schemas['Document'][];
  state: 'loading' | 'whole' | 'failed' | 'missing';
  error: unknown;
}

export interface ShelfTools {
  load: typeof loadDocuments;
  /** One document; null where it is gone. */
  loadOne(collection: string, id: string): Promise<Schemas['Document'] | null>;
}

/** What the list shows; it stays while another view is open. */
export interface Shelf {
  readonly content: ReadonlySignal<ShelfContent>;
  /** Whether it is the open one: by its name, or as the backend's own. */
  isOpen(wanted: string | null): boolean;
  /** Opens a collection, or looks again what is in it; what was there stays to be seen meanwhile. */
  open(wanted: string | null): Promise<void>;
  /** Looks at one document again. */
  refresh(collection: string, id: string): Promise<void>;
  drop(collection: string, isGone: (document: Schemas['Document']) => boolean): void;
}

/** What became of documents while they are listed: the pages may be older. */
interface Changes {
  /** By collection and id; null where it is gone. */
  looked: Map<string, Schemas['Document'] | null>;
  dropped: ((document: Schemas['Document']) => boolean)[];
}

export function createShelf({ load, loadOne }: ShelfTools): Shelf {
  const content = signal<ShelfContent>(empty(null));
  let controller = new AbortController();
  /** Of the loading that is under way. */
  let changes: Changes | null = null;
  return {
    content,
    isOpen: (wanted) => isThat(content.peek(), wanted),
    async open(wanted) {
      controller.abort();
      controller = new AbortController();
      const { signal: left } = controller;
      const before = content.value;
      const isSame = isThat(before, wanted);
      const stays = isSame && (before.state === 'whole' || before.state === 'failed');
      if (!stays) content.value = empty(wanted);
      // What is to be seen already is not taken away for a part of it.
      const isKnown = stays && (before.state === 'whole' || before.documents.length > 0);
      let listed: Schemas['Document'][] = [];
      const since: Changes = { looked: new Map(), dropped: [] };
      changes = since;
      try {
        for await (const page of load(wanted, left)) {
          if (left.aborted) return;
          listed = [...listed, ...page.documents];
          const { collection } = page;
          const isWhole = page.next === null;
          if (!isKnown || isWhole)
            content.value = {
              ...{ wanted, collection, documents: changed(listed, collection, since), error: null },
              state: isWhole ? 'whole' : 'loading',
            };
        }
      } catch (error) {
        if (left.aborted) return;
        const isMissing = error instanceof ServiceError && error.code === 'COLLECTION_MISSING';
        const state = isMissing ? 'missing' : 'failed';
        content.value = { ...content.value, ...(isMissing ? { documents: [] } : {}), state, error };
      } finally {
        if (changes === since) changes = null;
      }
    },
    async refresh(collection, id) {
      const document = await loadOne(collection, id);
      changes?.looked.set(keyOf({ collection, id }), document);
      const { value } = content;
      if (value.collection !== collection) return;
      const others = value.documents.filter((one) => one.id !== id);
      content.value = { ...value, documents: merged(others, document ? [document] : []) };
    },
    drop(collection, isGone) {
      const isDropped = (one: Schemas['Document']) => one.collection === collection && isGone(one);
      if (changes) {
        for (const [key, one] of changes.looked)
          if (one && isDropped(one)) changes.looked.set(key, null);
        changes.dropped.push(isDropped);
      }
      const { value } = content;
      if (value.collection !== collection) return;
      content.value = { ...value, documents: value.documents.filter((one) => !isGone(one)) };
    },
  };
}

function isThat({ wanted, collection }: ShelfContent, asked: string | null): boolean {
  return asked === wanted || (asked !== null && asked === collection);
}

function empty(wanted: string | null): ShelfContent {
  return { wanted, collection: wanted, documents: [], state: 'loading', error: null };
}

/** What was listed, with what became of it since. */
function changed(
  listed: readonly Schemas['Document'][],
  collection: string,
  { looked, dropped }: Changes,
): readonly Schemas['Document'][] {
  const left = listed.filter(
    (one) => !looked.has(keyOf(one)) && !dropped.some((isDropped) => isDropped(one)),
  );
  const stored = [...looked.values()].filter((one) => one !== null);
  return merged(
    left,
    stored.filter((one) => one.collection === collection),
  );
}

/** The others each at its place in the order of the backend. */
function merged(
  documents: readonly Schemas['Document'][],
  others: readonly Schemas['Document'][],
): readonly Schemas['Document'][] {
  if (others.length === 0) return documents;
  const rest = others
    .map((document) => ({ document, place: placeOf(document) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1));
  const all: Schemas['Document'][] = [];
  let [next] = rest;
  for (const document of documents) {
    for (; next && placeOf(document) > next.place; [next] = rest) {
      all.push(next.document);
      rest.shift();
    }
    all.push(document);
  }
  return [...all, ...rest.map(({ document }) => document)];
}

function keyOf({ collection, id }: Pick<Schemas['Document'], 'collection' | 'id'>): string {
  return `${collection} ${id}`;
}

function placeOf({ source, path, id }: Schemas['Document']): string {
  return `${source}/${path} ${id}`;
}
