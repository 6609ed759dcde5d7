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

  it('refuses by name the formats that come later', () => {
    expect(() => parse('x', 'a.epub')).toThrowError(
      expect.objectContaining({
        code: 'UNSUPPORTED_MEDIA_TYPE',
        message: expect.stringContaining('EPUB'),
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

  it.each([
    '---\n\nNot front matter.\n\n---\n',
    '---\n{{ broken: [ }}\n---\ntext',
    '---\n- a list\n---\ntext',
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

describe('CSV', () => {
  it('gives each record a line, with the names of the header', () => {
    const document = parse('name,note\n"a\nb",é 👩‍🚀\nc,\n', 'a.csv');
    expect(outline(document)).toEqual([
      'heading : name; note',
      'row : name: a b; note: é 👩‍🚀',
      'row : name: c',
    ]);
    expect(parseStored({ ...document, path: 'a.csv' }, 'auto')).toEqual(document);
  });

  it('names columns that share a name, or have none, and reads the delimiter that Excel writes', () => {
    expect(parse('date,amount,amount,\n2024-01-02,17,19,lamp\n', 'a.csv').text).toBe(
      'date; amount; amount (2); column 4\ndate: 2024-01-02; amount: 17; amount (2): 19; column 4: lamp',
    );
    expect(parse('sep=;\na;b\n1;2\n', 'a.csv').text).toBe('\na; b\na: 1; b: 2');
    expect(parse('Ann,Ann\nBob,Eve\n', 'a.csv').text).toBe('Ann; Ann\nBob; Eve');
  });

  it('has each record in the line in which it begins in the file', () => {
    expect(parse('name,note\n\n"a\nb",c\nd,"e\n\nf"\ng,h\n', 'a.csv').text).toBe(
      'name; note\n\nname: a b; note: c\n\nname: d; note: e f\n\n\nname: g; note: h',
    );
  });

  it('takes no header from a table of values', () => {
    expect(outline(parse('1;2\n3;4\n', 'a.csv'))).toEqual(['row : 1; 2', 'row : 3; 4']);
  });

  it.each([
    ['Country,2022,2023\nSpain,47.8,48.1\n', 'Country: Spain; 2022: 47.8; 2023: 48.1'],
    ['Country,2022\nSpain,"47,800,000"\nFrance,n/a\n', 'Country: Spain; 2022: 47,800,000'],
    ['Site,1,2,3\nNorth,10,,12 %\n', 'Site: North; 1: 10; 3: 12 %'],
    ['amount\n12\n13\n', 'amount: 12'],
  ])('takes years and ordinals above figures as names: %j', (source, row) => {
    expect(parse(source, 'a.csv').text.split('\n')[1]).toBe(row);
  });

  it.each([
    'Ann,1990\nBob,2001\n',
    'Ann,1,2\nBob,3,4\n',
    'Ann,34,2022\nBob,35,2023\n',
    'Site,2022,2022\nNorth,1,2\n',
    'Room,2022\nNorth,large\n',
    'Yes\nNo\n',
    'Prices of 2022\nlamp,17\n',
  ])('takes no names from values, nor from lists: %j', (source) => {
    expect(parse(source, 'a.csv').text).toBe(source.trim().replaceAll(',', '; '));
  });

  it('refuses an open quotation with its line', () => {
    expect(() => parse('a,b\n"c,d\n', 'a.csv')).toThrowError(
      expect.objectContaining({
        code: 'DOCUMENT_UNREADABLE',
        message: expect.stringMatching(/line/),
      }),
    );
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

describe('JSON Lines', () => {
  it('makes each line a block', () => {
    const source =
      '{"a":1,"owner":{"name":"Ines","tags":["x","y"]}}\n\n{"b":null,"c":[{"d":2}]}\n"text"\n';
    expect(outline(parse(source, 'a.jsonl'))).toEqual([
      'row : a: 1; owner.name: Ines; owner.tags: x, y',
      'row : c.0.d: 2',
      'row : text',
    ]);
  });

  it.each([4_500, 200_000])('refuses a line that is nested beyond reason: %i levels', (levels) => {
    const line = `${'['.repeat(levels)}1${']'.repeat(levels)}`;
    expect(() => parse(line, 'a.jsonl')).toThrowError(
      expect.objectContaining({ code: 'DOCUMENT_UNREADABLE' }),
    );
  });

  it('keeps each number as it is written', () => {
    const source = '{"id":12345678901234567890,"price":10.50,"list":[1.0,-2e5]}\n9007199254740993';
    expect(parse(source, 'a.jsonl').text).toBe(
      'id: 12345678901234567890; price: 10.50; list: 1.0, -2e5\n9007199254740993',
    );
  });

  it('refuses a broken line by its number', () => {
    expect(() => parse('{"a":1}\n{b}\n', 'a.jsonl')).toThrowError(
      expect.objectContaining({
        code: 'DOCUMENT_UNREADABLE',
        message: expect.stringContaining('JSON Lines: line 2, column 2'),
      }),
    );
  });
});

describe('text', () => {
  it('parts paragraphs at blank lines and sees underlined headings', () => {
    expect(
      outline(parse('Guide\n=====\nIntro\n\nBackup\n------\n\nText\nmore\n', 'a.rst')),
    ).toEqual([
      'heading Guide: Guide\n=====',
      'paragraph Guide: Intro',
      'heading Guide/Backup: Backup\n------',
      'paragraph Guide/Backup: Text\nmore\n',
    ]);
  });
});
