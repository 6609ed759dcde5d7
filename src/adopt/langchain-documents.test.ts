import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentPaths } from './document-paths.ts';
import { joinPassages } from './join-passages.ts';
import { langchainDocuments } from './langchain-documents.ts';
import type { Passage } from './passage.ts';

let count = 0;
const passage = (text: string, metadata: Passage['metadata'] = {}): Passage => {
  count += 1;
  return { id: `id-${String(1_000 - count)}`, text, metadata };
};
const documentsOf = (...passages: Passage[]) =>
  Object.fromEntries(langchainDocuments(passages).documents.map(({ path, text }) => [path, text]));

describe('documents of langchain', () => {
  it('are put together by their source, page by page, whatever the order of the points', () => {
    const found = documentsOf(
      passage('second page', { source: '/app/docs/a.pdf', page: 1 }),
      passage('other', { source: '/app/docs/sub/b.txt' }),
      passage('first page', { source: '/app/docs/a.pdf', page: 0 }),
    );
    expect(found['a.pdf.md']).toBe(
      '---\ntitle: a.pdf\noriginal: /app/docs/a.pdf\n---\n\n## Page 1\n\nfirst page\n\n## Page 2\n\nsecond page\n',
    );
    expect(found['sub/b.txt.md']).toContain('\n\nother\n');
  });

  it('keep what all their passages say of them, for filters', () => {
    const shared = { source: 'a.md', author: 'Ana', year: 2024 };
    const found = documentsOf(
      passage('one', { ...shared, start_index: 0, score: 1 }),
      passage('two', { ...shared, start_index: 10, score: 2 }),
    );
    expect(found['a.md']).toMatch(/^---\nauthor: Ana\nyear: 2024\noriginal: a.md\n---\n/);
  });

  it('keep front matter of their own', () => {
    const text = '---\ntitle: Own\n---\n\nText';
    expect(documentsOf(passage(text, { source: 'a.md', author: 'Ana' }))['a.md']).toBe(`${text}\n`);
  });

  it('are one a passage where no source is named, and none where there is no text', () => {
    const found = langchainDocuments([passage('one'), passage('two'), passage('  ')]);
    expect(found.documents).toHaveLength(2);
  });

  it('are counted where their passages do not tell their order', () => {
    const source = { source: 'a.txt' };
    expect(langchainDocuments([passage('b', source), passage('a', source)]).unordered).toBe(1);
    expect(
      langchainDocuments([
        passage('b', { ...source, start_index: 5 }),
        passage('a', { ...source, start_index: 0 }),
      ]).unordered,
    ).toBe(0);
  });
});

describe('passages', () => {
  it('lose the overlap that neighbours have in common', () => {
    expect(
      joinPassages([
        passage('The pump is painted dark green. It stands in the cellar'),
        passage('It stands in the cellar beside the boiler.'),
      ]),
    ).toBe('The pump is painted dark green. It stands in the cellar beside the boiler.');
  });

  it('do not lose what is alike by accident', () => {
    expect(joinPassages([passage('one, two'), passage('two, three')])).toBe(
      'one, two\n\ntwo, three',
    );
  });

  it('make the text again that they were cut from, where they tell their places', () => {
    const words = fc.array(fc.stringMatching(/^[a-zñ ]{1,12}$/), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(words, fc.integer({ min: 5, max: 40 }), fc.nat(4), (parts, size, overlap) => {
        const text = parts.join('.');
        const cut: Passage[] = [];
        for (let start = 0; start === 0 || start + overlap < text.length; start += size - overlap)
          cut.push(passage(text.slice(start, start + size), { start_index: start }));
        const joined = joinPassages(cut);
        // Without an overlap nobody knows what stood between two passages.
        expect(overlap === 0 ? joined.replaceAll('\n\n', '') : joined).toBe(text);
      }),
    );
  });
});

describe('paths of documents', () => {
  it.each([
    [
      ['C:\\docs\\a.pdf', 'C:\\docs\\b.md'],
      ['a.pdf.md', 'b.md'],
    ],
    [['../../etc/passwd'], ['passwd.md']],
    [
      ['https://host/x/a?b=1', 'https://host/y/a'],
      ['x/a_b=1.md', 'y/a.md'],
    ],
    [
      ['/d/a.md', 'd/a.md'],
      ['a.md', 'a (2).md'],
    ],
    [['/'], ['untitled.md']],
  ])('of %j are %j', (sources, paths) => {
    const found = documentPaths(sources);
    expect(sources.map((source) => found.get(source))).toEqual(paths);
  });
});
