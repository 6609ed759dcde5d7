import type { Schemas } from '../api/schema.d.ts';
import { visible } from '../text/visible.ts';
import { fold } from './fold.ts';

/** A document with what the list shows and searches, made once. */
export interface ListedDocument {
  document: Schemas['Document'];
  title: string;
  /** source/path */
  place: string;
  /** Folded. */
  sortedTitle: string;
  /** Folded title and place. */
  searched: string;
}

const made = new WeakMap<Schemas['Document'], ListedDocument>();

export function listedDocument(document: Schemas['Document']): ListedDocument {
  const known = made.get(document);
  if (known) return known;
  const title = visible(document.title);
  const place = visible(`${document.source}/${document.path}`);
  const sortedTitle = fold(title);
  const listed = {
    ...{ document, title, place, sortedTitle },
    searched: `${sortedTitle}\n${fold(place)}`,
  };
  made.set(document, listed);
  return listed;
}
