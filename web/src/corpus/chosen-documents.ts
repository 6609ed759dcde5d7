import { fold } from './fold.ts';
import type { Column, ListChoice } from './list-choice.ts';
import type { ListedDocument } from './listed-document.ts';

/** @param documents as the backend lists them: by source and path */
export function sortedDocuments(
  documents: readonly ListedDocument[],
  { column, isDescending }: Pick<ListChoice, 'column' | 'isDescending'>,
): readonly ListedDocument[] {
  if (column === 'place') return isDescending ? documents.toReversed() : documents;
  const keyOf = keys[column];
  const sign = isDescending ? -1 : 1;
  // Not by locale: comparing ten thousand titles by its rules would hold the page up.
  return documents
    .map((document) => ({ document, key: keyOf(document) }))
    .sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -sign : sign))
    .map(({ document }) => document);
}

const keys: Readonly<Record<Exclude<Column, 'place'>, (one: ListedDocument) => string | number>> = {
  title: ({ sortedTitle }) => sortedTitle,
  type: ({ document }) => document.mediaType,
  language: ({ document }) => document.language ?? '',
  chunks: ({ document }) => document.chunks,
  size: ({ document }) => document.bytes,
  ingested: ({ document }) => document.ingestedAt,
};

/** Those of a source, a type and a language that hold every word that is searched. */
export function chosenDocuments(
  documents: readonly ListedDocument[],
  { search, source, type, language }: ListChoice,
): readonly ListedDocument[] {
  const words = fold(search).split(/\s+/).filter(Boolean);
  if (words.length === 0 && source === '' && type === '' && language === '') return documents;
  return documents.filter(
    ({ document, searched }) =>
      (source === '' || document.source === source) &&
      (type === '' || document.mediaType === type) &&
      (language === '' || (document.language ?? 'none') === language) &&
      words.every((word) => searched.includes(word)),
  );
}
