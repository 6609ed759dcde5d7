import { describe, expect, it } from 'vitest';
import type { Fused } from './fuse.ts';
import { preferLanguage } from './prefer-language.ts';

const passage = (id: string, score: number, language: 'en' | 'es' | null): Fused => ({
  chunk: {
    id,
    documentId: id,
    ordinal: 0,
    text: id,
    headings: [],
    page: null,
    line: null,
    span: [0, 1],
  },
  document: {
    id,
    source: 's',
    path: id,
    title: id,
    mediaType: 'text/plain',
    language,
    metadata: {},
  },
  score,
  dense: null,
  lexical: null,
});
const ids = (passages: readonly Fused[]) => passages.map(({ chunk }) => chunk.id);

describe('preferLanguage', () => {
  const both = [passage('es', 0.8, 'es'), passage('en', 0.78, 'en'), passage('any', 0.7, null)];

  it('puts the translation in the language of the question first', () => {
    expect(ids(preferLanguage(both, 'en'))).toEqual(['en', 'es', 'any']);
    expect(ids(preferLanguage(both, 'es'))).toEqual(['es', 'en', 'any']);
  });

  it('changes nothing where the language is not known', () => {
    expect(preferLanguage(both, null)).toEqual(both);
  });

  it('keeps a clearly better passage of the other language in front', () => {
    expect(ids(preferLanguage([passage('es', 0.9, 'es'), passage('en', 0.5, 'en')], 'en'))).toEqual(
      ['es', 'en'],
    );
  });
});
