import { expect, it } from 'vitest';
import type { Schemas } from '../api/schema.d.ts';
import { chosenDocuments, sortedDocuments } from './chosen-documents.ts';
import { wholeList } from './list-choice.ts';
import { listedDocument } from './listed-document.ts';

const listed = (path: string, more: Partial<Schemas['Document']> = {}) =>
  listedDocument({
    ...{ id: path, collection: 'c', source: 'shop', path, revision: '', contentHash: '' },
    ...{ parserVersion: '', mediaType: 'text/markdown', title: path, language: 'en', metadata: {} },
    ...{ chars: 1, bytes: 1, pageOffsets: [], chunks: 1, ingestedAt: '2026-01-01T00:00:00Z' },
    ...more,
  });
const documents = [
  listed('a.md', { title: 'Warranty', chunks: 10, bytes: 5 }),
  listed('b.pdf', { title: 'Garantía', mediaType: 'application/pdf', language: 'es', chunks: 9 }),
  listed('sub/c.md', { title: 'ábaco', source: 'school', language: null }),
];
const pathsOf = (chosen: readonly (typeof documents)[number][]) =>
  chosen.map(({ document }) => document.path);

it('finds every word, whatever case and accents, in title and path', () => {
  const found = (search: string) => pathsOf(chosenDocuments(documents, { ...wholeList, search }));
  expect(found('GARANTIA')).toEqual(['b.pdf']);
  expect(found('shop war')).toEqual(['a.md']);
  expect(found('  ')).toHaveLength(3);
  expect(found('sub/ nothing')).toEqual([]);
});

it('keeps those of a source, a type and a language', () => {
  const kept = (choice: object) => pathsOf(chosenDocuments(documents, { ...wholeList, ...choice }));
  expect(kept({ source: 'school' })).toEqual(['sub/c.md']);
  expect(kept({ type: 'application/pdf' })).toEqual(['b.pdf']);
  expect(kept({ language: 'none' })).toEqual(['sub/c.md']);
  expect(kept({ source: 'shop', language: 'en' })).toEqual(['a.md']);
});

it('sorts numbers as numbers and titles without accents, up and down', () => {
  const sorted = (column: 'title' | 'chunks' | 'place', isDescending = false) =>
    pathsOf(sortedDocuments(documents, { column, isDescending }));
  expect(sorted('title')).toEqual(['sub/c.md', 'b.pdf', 'a.md']);
  expect(sorted('chunks', true)).toEqual(['a.md', 'b.pdf', 'sub/c.md']);
  expect(sorted('place', true)).toEqual(['sub/c.md', 'b.pdf', 'a.md']);
});
