import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formats } from './formats.ts';
import { formatOf, parseStored, parseText } from './parse.ts';
import type { ParsedDocument } from './port.ts';

function parse(text: string, path: string, mediaType?: string): ParsedDocument {
  return parseBytes(Buffer.from(text), path, 'auto', mediaType);
}

function parseBytes(
  bytes: Uint8Array,
  path: string,
  language: 'es' | 'auto' = 'auto',
  mediaType?: string,
): ParsedDocument {
  const format = formatOf(path, mediaType);
  if ('readBytes' in format) throw new Error(`${path} is no text`);
  return parseText({ bytes, path }, format, language);
}

/** Blocks as `kind headings: text`. */
function outline({ text, blocks }: ParsedDocument): string[] {
  return blocks.map(
    ({ kind, headings, start, end }) => `${kind} ${headings.join('/')}: ${text.slice(start, end)}`,
  );
}

describe('parsing', () => {
  it('takes the format from the extension, and from a media type that says more', () => {
    expect(parse('# A', 'a.md').mediaType).toBe('text/markdown');
    expect(parse('# A', 'a.MD', 'text/plain').mediaType).toBe('text/markdown');
    expect(parse('<p>A', 'a', 'text/html; charset=utf-8').mediaType).toBe('text/html');
    expect(parse('A', 'a.unknown').mediaType).toBe('text/plain');
    expect(parse('FROM node', 'Dockerfile').mediaType).toBe('text/x-source');
  });

  it.each(['', ' \n\t', '\ufeff', '\u200b\n'])('refuses a document without text: %j', (text) => {
    expect(() => parse(text, 'a.md')).toThrowError(
      expect.objectContaining({ code: 'DOCUMENT_EMPTY' }),
    );
  });

  it.each([
    ['a.epub', 'EPUB'],
    ['a.odt', 'OpenDocument'],
    ['a.ods', 'OpenDocument'],
  ])('refuses by name the formats that come later: %s', (path, name) => {
    expect(() => parse('x', path)).toThrowError(
      expect.objectContaining({
        code: 'UNSUPPORTED_MEDIA_TYPE',
        message: expect.stringContaining(name),
      }),
    );
  });

  it('falls back on the file name for a title', () => {
    expect(parse('text', 'dir/release.notes.txt').title).toBe('release.notes');
  });

  it('says the encoding of what was not UTF-8', () => {
    const document = parseBytes(Buffer.from('está', 'latin1'), 'a.txt');
    expect(document.metadata).toEqual({ encoding: 'windows-1252' });
  });

  it('keeps invisible characters and says that they are there', () => {
    const document = parse('pay \u202eme\u202c now', 'a.txt');
    expect(document.text).toContain('\u202e');
    expect(document.metadata).toEqual({ hiddenCharacters: ['bidirectional controls'] });
    expect(parse('👩‍🚀', 'a.txt').metadata).toEqual({});
  });

  const extension = fc.constantFrom(
    ...formats.flatMap((format) => ('readBytes' in format ? [] : format.extensions)),
    'unknown',
  );
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
    fc
      .string({ unit: fc.constantFrom(...'<>/pre div#-`|"{}[]:,\n\t '), maxLength: 300 })
      .map((text) => Buffer.from(text)),
  );

  it('gives ordered blocks within the text, or an error that names the reason, for any bytes', () => {
    fc.assert(
      fc.property(content, extension, (bytes, ending) => {
        let document: ParsedDocument;
        try {
          document = parseBytes(bytes, `a.${ending}`);
        } catch (error) {
          expect(error).toMatchObject({ name: 'ServiceError' });
          return;
        }
        expect(document.text).toBe(document.text.normalize('NFC'));
        let before = 0;
        for (const { start, end } of document.blocks) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          before = end;
        }
        expect(before).toBeLessThanOrEqual(document.text.length);
      }),
      { numRuns: 400 },
    );
  });

  it('detects the language, unless the document or the caller names it', () => {
    expect(parse('Cómo se hace una copia de los datos', 'a.md').language).toBe('es');
    expect(parse('---\nlang: en-GB\n---\nhola', 'a.md').language).toBe('en');
    expect(parseBytes(Buffer.from('the file'), 'a', 'es').language).toBe('es');
  });
});

describe('Markdown', () => {
  it('keeps the source as text and its structure as blocks', () => {
    const document = parse(
      '# Guide\n\nIntro *here*.\n\n## `Up` [now](x)\n\n- a\n- b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n',
      'a.md',
    );
    expect(document.title).toBe('Guide');
    expect(outline(document)).toEqual([
      'heading Guide: # Guide',
      'paragraph Guide: Intro *here*.',
      'heading Guide/Up now: ## `Up` [now](x)',
      'list Guide/Up now: - a\n- b',
      'table Guide/Up now: | a | b |\n|---|---|\n| 1 | 2 |',
      'code Guide/Up now: ```\ncode\n```',
    ]);
  });

  it('makes metadata of front matter and leaves it out of the blocks', () => {
    const document = parse(
      '---\ntitle: Copias\ntags: [a, b]\nversion: 1.10\nnested: { key: yes }\n---\n# H\n\ntext',
      'a.md',
    );
    expect(document.title).toBe('Copias');
    expect(document.metadata).toEqual({
      title: 'Copias',
      tags: ['a', 'b'],
      version: '1.1',
      'nested.key': 'yes',
    });
    expect(outline(document)).toEqual(['heading H: # H', 'paragraph H: text']);
  });

  it('keeps what stands in mappings of a list, and in lists of a list', () => {
    const lines = [
      'authors:',
      '  - { name: Ann, roles: [editor, host] }',
      '  - { name: Bob, at: { city: Bonn } }',
      '  - Eve',
      'sizes: [[1, 2], [3]]',
      'none: []',
      'void: [null]',
    ];
    expect(parse(`---\n${lines.join('\n')}\n---\ntext`, 'a.md').metadata).toEqual({
      'authors.name': ['Ann', 'Bob'],
      'authors.roles': ['editor', 'host'],
      'authors.at.city': ['Bonn'],
      authors: ['Eve'],
      sizes: ['1', '2', '3'],
      none: [],
      void: [],
    });
  });

  it.each([
    '---\n\nNot front matter.\n\n---\n',
    '---\n{{ broken: [ }}\n---\ntext',
    '---\n- a list\n---\ntext',
    `---\na: ${'['.repeat(40_000)}${']'.repeat(40_000)}\n---\ntext`,
  ])('reads as text what only looks like front matter: %j', (text) => {
    expect(parse(text, 'a.md').metadata).toEqual({});
  });

  it('leaves comments out and keeps other HTML', () => {
    expect(outline(parse('<!-- note -->\n\n<details>More</details>\n', 'a.md'))).toEqual([
      'paragraph : <details>More</details>',
    ]);
  });

  it('finds the same blocks in a text longer than one window', () => {
    const section = `# Title\n\n${'word '.repeat(1_000)}\n\n`;
    const document = parse(section.repeat(100), 'a.md');
    expect(document.blocks).toHaveLength(200);
    expect(document.text.slice(document.blocks[199]?.start, document.blocks[199]?.end)).toMatch(
      /^word/,
    );
  });
});

describe('HTML', () => {
  const page = `<!doctype html><html lang="es"><head><title>Guía &amp; más</title>
    <meta name="description" content="Sobre copias"><style>p{}</style></head><body>
    <nav>Menú</nav><h1>Copias</h1><p>Uno <b>dos</b><br>tres&nbsp;cuatro</p>
    <ul><li>a<li><p>b</p><ul><li>c</ul></ul><ol><li>x<li>y</ol>
    <table><tr><th>Nombre<th>Valor<tr><td>a|b<td>2</table>
    <pre><code>gecko up\n  --auto-gpu</code></pre><script>alert(1)</script><p hidden>no</p>
    <div style="display: none">no</div><p>Fin</body></html>`;

  it('becomes Markdown-like text without what nobody sees', () => {
    expect(parse(page, 'a.html').text).toBe(
      [
        '# Guía & más',
        '# Copias',
        'Uno dos tres cuatro',
        '- a\n- b\n  - c',
        '1. x\n2. y',
        '| Nombre | Valor |\n| --- | --- |\n| a\\|b | 2 |',
        '```\ngecko up\n  --auto-gpu\n```',
        'Fin',
      ].join('\n\n'),
    );
  });

  it('repeats a merged cell, so that each row says all that holds for it', () => {
    const table =
      '<table><tr><td>Region<td colspan=2>Sales<tr><td rowspan=2>North<td>Q1<td>5<tr><td>Q2<td>7<tr><td>South<td rowspan=99999 colspan=0>none</table>';
    expect(parse(table, 'a.html').text).toBe(
      '| Region | Sales | Sales |\n| --- | --- | --- |\n| North | Q1 | 5 |\n| North | Q2 | 7 |\n| South | none |',
    );
  });

  it('gives title, language and description', () => {
    expect(parse(page, 'a.html')).toMatchObject({
      title: 'Guía & más',
      language: 'es',
      metadata: { description: 'Sobre copias', lang: 'es' },
    });
  });

  it('has the same blocks when its stored text is structured again', () => {
    const parsed = parse(page, 'a.html');
    const { blocks } = parsed;
    expect(parseStored({ ...parsed, path: 'a.html' }, 'auto')).toEqual(parsed);
    expect(blocks.map(({ kind }) => kind)).toEqual([
      'heading',
      'heading',
      'paragraph',
      'list',
      'list',
      'table',
      'code',
      'paragraph',
    ]);
  });

  it('ends on deep nesting and keeps its text', () => {
    expect(parse(`${'<div>'.repeat(20_000)}deep`, 'a.html').text).toBe('deep');
  });

  it('stores no replacement character for a broken reference', () => {
    expect(parse('<p>a&#0;b&#xD800;c', 'a.html').text).toBe('abc');
  });
});

describe('JSON', () => {
  it('gives each entry a block and opens long ones under their key', () => {
    const document = parse(
      JSON.stringify({ name: 'x', list: ['a'.repeat(600), 'b'.repeat(600)] }),
      'a.json',
    );
    expect(outline(document).map((line) => line.slice(0, 16))).toEqual([
      'row : "name":"x"',
      'row list: "aaaaa',
      'row list: "bbbbb',
    ]);
  });

  it.each([
    ['{"a": 1,\n "b" 2}', 'line 2, column 6'],
    ['{"a": 1', 'line 1, column 8'],
    ['{"a": 1} x', 'line 1, column 10'],
    ['// no\n{}', 'line 1, column 1'],
    ["{'a': 1}", 'line 1, column 2'],
  ])('refuses broken JSON with its place: %j', (text, place) => {
    expect(() => parse(text, 'a.json')).toThrowError(
      expect.objectContaining({
        code: 'DOCUMENT_UNREADABLE',
        message: expect.stringContaining(place),
      }),
    );
  });

  it('refuses JSON that is nested beyond reason', () => {
    expect(() => parse('['.repeat(200_000), 'a.json')).toThrowError(
      expect.objectContaining({ code: 'DOCUMENT_UNREADABLE' }),
    );
  });
});

describe('text', () => {
  it('parts paragraphs at blank lines and sees underlined headings', () => {
    expect(
      outline(parse('Guide\n=====\nIntro\n\nBackup\n------\n\nText\nmore\n', 'a.txt')),
    ).toEqual([
      'heading Guide: Guide\n=====',
      'paragraph Guide: Intro',
      'heading Guide/Backup: Backup\n------',
      'paragraph Guide/Backup: Text\nmore\n',
    ]);
  });

  it('sees headings between two lines of punctuation', () => {
    const document = parse('=====\nGuide\n=====\nIntro\n\nOil\n===\n\nText\n', 'a.txt');
    expect(document.title).toBe('Guide');
    expect(outline(document)).toEqual([
      'heading Guide: =====\nGuide\n=====',
      'paragraph Guide: Intro',
      'heading Guide/Oil: Oil\n===',
      'paragraph Guide/Oil: Text\n',
    ]);
  });
});
