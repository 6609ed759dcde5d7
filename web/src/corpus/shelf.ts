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

export function createShelf({ load, loadOne }: ShelfTools): Shelf {
  const content = signal<ShelfContent>(empty(null));
  let controller = new AbortController();
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
      let documents: Schemas['Document'][] = [];
      try {
        for await (const page of load(wanted, left)) {
          if (left.aborted) return;
          documents = [...documents, ...page.documents];
          const isWhole = page.next === null;
          if (!isKnown || isWhole)
            content.value = {
              ...{ wanted, collection: page.collection, documents, error: null },
              state: isWhole ? 'whole' : 'loading',
            };
        }
      } catch (error) {
        if (left.aborted) return;
        const isMissing = error instanceof ServiceError && error.code === 'COLLECTION_MISSING';
        const state = isMissing ? 'missing' : 'failed';
        content.value = { ...content.value, ...(isMissing ? { documents: [] } : {}), state, error };
      }
    },
    async refresh(collection, id) {
      const document = await loadOne(collection, id);
      const { value } = content;
      if (value.collection !== collection) return;
      const others = value.documents.filter((one) => one.id !== id);
      content.value = {
        ...value,
        documents: document ? inserted(others, document) : others,
      };
    },
    drop(collection, isGone) {
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

/** At its place in the order of the backend. */
function inserted(
  documents: readonly Schemas['Document'][],
  document: Schemas['Document'],
): Schemas['Document'][] {
  const key = placeOf(document);
  const at = documents.findIndex((other) => placeOf(other) > key);
  return at === -1 ? [...documents, document] : documents.toSpliced(at, 0, document);
}

function placeOf({ source, path, id }: Schemas['Document']): string {
  return `${source}/${path} ${id}`;
}
