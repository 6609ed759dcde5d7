import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOf, parseText } from '../documents/parse.ts';
import type { ChunkDraft, ChunkSettings } from '../documents/port.ts';
import type { Tokenizer } from '../embed/tokenizer.ts';
import { chunk } from './chunk.ts';

/** Like WordPiece: words cost by length, every other character one, spaces nothing. */
const wordPiece: Tokenizer = {
  id: 'test',
  count: (text) => ids(text).length,
  encode: (text) => Int32Array.from([101, ...ids(text), 102]),
};

function ids(text: string): number[] {
  return (text.match(/[a-z0-9]{1,5}|[^\sa-z0-9]/giu) ?? []).map((piece) => piece.length);
}

const small: ChunkSettings = { tokens: 64, overlap: 12 };

function parse(text: string, path: string) {
  const format = formatOf(path);
  if ('readBytes' in format) throw new Error(`${path} is no text`);
  return parseText({ bytes: Buffer.from(text), path }, format, 'auto');
}

function chunks(text: string, path = 'doc.md', settings = small): ChunkDraft[] {
  const document = parse(text, path);
  return chunk(document, settings, wordPiece);
}

const sentence = 'The quick brown fox jumps over the lazy dog again. ';

describe('chunk', () => {
  it('keeps a heading with the text below it, also where headings follow each other', () => {
    expect(chunks('# One\n\n## Two\n\nText.\n').map(({ text }) => text)).toEqual([
      '# One\n\n## Two\n\nText.',
    ]);
  });

  it('joins a heading with nothing below it to the last chunk', () => {
    expect(chunks('Text.\n\n# End\n').map(({ text }) => text)).toEqual(['Text.\n\n# End']);
  });

  it('merges short paragraphs of one section and no others', () => {
    const texts = chunks('# A\n\nOne.\n\nTwo.\n\n# B\n\nThree.\n').map(({ text }) => text);
    expect(texts).toEqual(['# A\n\nOne.\n\nTwo.', '# B\n\nThree.']);
  });

  it('parts a long paragraph at sentences and repeats the last one', () => {
    const [first, second] = chunks(sentence.repeat(10));
    expect(first?.text.endsWith('again.')).toBe(true);
    expect(second?.text.startsWith('The quick')).toBe(true);
    expect(second?.span[0]).toBeLessThan(first?.span[1] ?? 0);
  });

  it('does not repeat text across sections', () => {
    const spans = chunks(`# A\n\n${sentence}\n\n# B\n\n${sentence}`).map(({ span }) => span);
    expect(spans[1]?.[0]).toBeGreaterThan(spans[0]?.[1] ?? 0);
  });

  it('keeps a code block whole where it fits and parts it at lines where it does not', () => {
    const code = `\`\`\`\n${'let x = 1;\n'.repeat(6)}\`\`\``;
    expect(chunks(`# A\n\n${sentence.repeat(5)}\n\n${code}`).at(-1)?.text).toContain(code);
    const long = chunks(`\`\`\`\n${'let x = 1;\n'.repeat(40)}\`\`\``);
    for (const { text } of long.slice(1, -1)) expect(text).toMatch(/^let x = 1;\n[\s\S]*;$/);
  });

  it('says the title path in front of what is embedded, not in the text', () => {
    const [, second] = chunks(`# Guide\n\n## Backup\n\n${sentence.repeat(10)}`);
    expect(second?.headings).toEqual(['Guide', 'Backup']);
    expect(second?.lex.split(' ')).toEqual(expect.arrayContaining(['guid', 'backup']));
    expect(second?.text).not.toContain('Backup');
  });

  it('are found by the name of their file, which says no word twice', () => {
    const parsed = parse('# Load filament\n\nIt loads.\n', 'x.md');
    const terms = (path: string) =>
      chunk({ ...parsed, path }, small, wordPiece).flatMap(({ lex }) => lex.split(' '));
    const own = terms('');
    expect(own).not.toContain('m701');
    expect(terms('gcode/M701.md')).toEqual(expect.arrayContaining([...own, 'm701']));
    expect(terms('guide/filament.md')).toEqual(own);
  });

  it('repeats the header of a table in the terms of each of its chunks', () => {
    const rows = Array.from({ length: 60 }, (_, i) => `alpha${i},beta${i}`).join('\n');
    const drafts = chunks(`name,colour\n${rows}\n`, 'table.csv');
    expect(drafts.length).toBeGreaterThan(3);
    for (const { lex } of drafts) expect(lex.split(' ')).toContain('colour');
    const markdown = `| name | colour |\n|---|---|\n${'| a | b |\n'.repeat(60)}`;
    for (const { lex } of chunks(markdown)) expect(lex.split(' ')).toContain('colour');
  });

  it('gives the line on which a chunk starts', () => {
    const lines = chunks('---\ntitle: T\n---\n\n# A\n\nOne.\n\n# B\n\nTwo.\n').map(
      ({ line }) => line,
    );
    expect(lines).toEqual([5, 9]);
  });

  it('never cuts inside a grapheme', () => {
    const family = '👨‍👩‍👧‍👦';
    const drafts = chunks(family.repeat(200), 'emoji.txt');
    for (const { text } of drafts) expect(text.length % family.length).toBe(0);
  });

  it('leaves token ids out where there is no vocabulary', () => {
    const document = parse('Text.', 'a.md');
    expect(chunk(document, small, { ...wordPiece, encode: () => null })[0]?.tokens).toBeNull();
  });

  const words = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom(
        'restore',
        'the',
        'volúmenes',
        'a.',
        'OLLAMA_HOST',
        '👩‍🚀',
        '数据库',
        'x'.repeat(300),
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  );
  const line = fc
    .tuple(
      fc.constantFrom(
        '',
        '',
        '# ',
        '## ',
        '- ',
        '  - ',
        '> ',
        '```',
        '| a | b |',
        '|---|---|',
        '    ',
        '---',
        '<!-- ',
        '1. ',
        '"',
        '{"a": [',
      ),
      fc.array(words, { maxLength: 60 }),
    )
    .map(([mark, text]) => mark + text.join(' '));
  const source = fc.array(line, { maxLength: 40 }).map((lines) => lines.join('\n'));

  const values = fc.array(fc.json({ maxDepth: 3 }), { minLength: 1, maxLength: 30 });
  const sources: Record<string, fc.Arbitrary<string>> = {
    json: values.map((list) => `[${list.join(',\n')}]`),
    jsonl: values.map((list) => list.join('\n')),
  };

  it.each(['md', 'txt', 'html', 'csv', 'yaml', 'json', 'jsonl'])(
    'covers every block of any %s document with exact, ordered spans within the budget',
    (extension) => {
      const format = formatOf(`a.${extension}`);
      if ('readBytes' in format) throw new Error(`${extension} is no text`);
      fc.assert(
        fc.property(
          sources[extension] ?? source,
          fc.integer({ min: 32, max: 256 }),
          (raw, tokens) => {
            const stored = readable(
              () => format.read(raw.replace(/\r\n?/g, '\n').normalize('NFC')).text,
            );
            const structure = readable(() => format.structure(stored ?? ''));
            if (stored === null || !structure) return;
            const text = stored ?? '';
            const document = {
              text,
              title: structure.title ?? 'Title',
              blocks: structure.blocks,
              language: null,
              pageOffsets: [],
            };
            const drafts = chunk(document, { tokens, overlap: 20 }, wordPiece);
            const covered = new Uint8Array(text.length);
            let before = 0;
            for (const draft of drafts) {
              expect(text.slice(...draft.span)).toBe(draft.text);
              expect(draft.text.trim()).not.toBe('');
              expect(draft.tokens?.length).toBeLessThanOrEqual(tokens);
              expect(draft.span[0]).toBeGreaterThanOrEqual(before);
              before = draft.span[0];
              covered.fill(1, ...draft.span);
            }
            for (const { start, end } of structure.blocks) {
              for (let i = start; i < end; i += 1) {
                if (!covered[i] && text[i]?.trim() !== '') throw new Error(`not covered: ${i}`);
              }
            }
          },
        ),
        { numRuns: 60 },
      );
    },
  );
});

function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && error.name === 'ServiceError') return null;
    throw error;
  }
}
