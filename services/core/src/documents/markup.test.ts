import { describe, expect, it } from 'vitest';
import { formatOf, parseStored, parseText } from './parse.ts';

function parse(lines: string[], path: string) {
  const format = formatOf(path);
  if ('readBytes' in format) throw new Error(`${path} is no text`);
  const document = parseText({ bytes: Buffer.from(lines.join('\n')), path }, format, 'auto');
  expect(parseStored({ ...document, path }, 'auto')).toEqual(document);
  return document;
}

/** Blocks as `line kind headings: text`. */
function outline({ text, blocks }: ReturnType<typeof parse>): string[] {
  return blocks.map(({ kind, headings, start, end }) => {
    const line = text.slice(0, start).split('\n').length;
    return `${line} ${kind} ${headings.join('/')}: ${text.slice(start, end)}`;
  });
}

describe('AsciiDoc', () => {
  it('gives title, headings, code, tables and notes, each in its line', () => {
    const document = parse(
      [
        '= Pump guide',
        ':author: Ann Lee',
        ':max: 20',
        '',
        '// not this',
        '== Oil',
        '',
        'At most {max} litres, see <<flow,below>> or https://a.example[the shop].',
        '',
        '[source,bash]',
        '----',
        'pump --start',
        '',
        '== no heading',
        '----',
        'NOTE: Close the valve.',
        '',
        '=== Flow',
        '|===',
        '|Model |Flow',
        '',
        '|A1',
        '|20 l/s',
        '|===',
        '',
        '* a',
        '** b',
        'include::more.adoc[]',
        '',
        'Water',
        '-----',
        'Clean water.',
      ],
      'a.adoc',
    );
    expect(document).toMatchObject({
      title: 'Pump guide',
      mediaType: 'text/asciidoc',
      metadata: { author: 'Ann Lee' },
    });
    expect(outline(document)).toEqual([
      '1 heading Pump guide: # Pump guide',
      '6 heading Pump guide/Oil: ## Oil',
      '8 paragraph Pump guide/Oil: At most 20 litres, see below or [the shop](https://a.example).',
      '11 code Pump guide/Oil: ```bash\npump --start\n\n== no heading\n```',
      '16 paragraph Pump guide/Oil: NOTE: Close the valve.',
      '18 heading Pump guide/Oil/Flow: ### Flow',
      '22 table Pump guide/Oil/Flow: | Model | Flow |\n| --- | --- |\n| A1 | 20 l/s |',
      '26 list Pump guide/Oil/Flow: - a\n  - b',
      '30 heading Pump guide/Water: ## Water',
      '32 paragraph Pump guide/Water: Clean water.',
    ]);
  });
});

describe('AsciiDoc blocks', () => {
  it.each(['.Linux', '.Run', '[NOTE]', '.OS X'])(
    'have titles and attributes, such as %s',
    (title) => {
      const document = parse(
        ['= Setup', '', title, '----', '# install it', 'sudo pump', '----', '', 'Text.'],
        'a.adoc',
      );
      expect(
        outline(document).filter((line) => !/ paragraph .*(?:Linux|Run|OS X)$/.test(line)),
      ).toEqual([
        '1 heading Setup: # Setup',
        '4 code Setup: ```\n# install it\nsudo pump\n```',
        '9 paragraph Setup: Text.',
      ]);
    },
  );

  it.each([
    ['cols="1,2"', ['|Model', '|Flow', '|A1', '|20 l/s'], false],
    ['cols=2*', ['|Model', '|Flow', '|A1', '|20 l/s'], false],
    ['cols="2"', ['|Model', '|Flow', '|A1', '|20 l/s'], false],
    ['cols=2,%header', ['|Model |Flow', '|A1 |20 l/s'], true],
    ['cols=",1"', ['|Model', '|Flow', '|A1', '|20 l/s'], false],
    ['cols=""', ['|Model |Flow', '|A1 |20 l/s'], false],
    ["%header,cols='<1,2a'", ['|Model', '|Flow', '|A1', 'a|20 l/s'], true],
    ['cols="2*",options="header"', ['|Model', '|Flow', '', '|A1', '|20 l/s'], true],
    ['cols="1,1"', ['|Model |Flow', '', '|A1 |20 l/s'], true],
    ['%autowidth', ['|Model |Flow', '|A1 |20 l/s'], false],
  ])(
    'of tables have as many columns as their attributes say: [%s]',
    (attributes, cells, isHeader) => {
      const { text } = parse([`[${attributes}]`, '.Pumps', '|===', ...cells, '|===', ''], 'a.adoc');
      const header = isHeader ? [] : ['|  |  |', '| --- | --- |'];
      const rest = isHeader ? ['| --- | --- |'] : [];
      expect(text.trim().split(/\n+/)).toEqual([
        'Pumps',
        ...header,
        '| Model | Flow |',
        ...rest,
        '| A1 | 20 l/s |',
      ]);
    },
  );
});

describe('Org', () => {
  it('gives title, headings, code and tables, each in its line', () => {
    const document = parse(
      [
        '#+TITLE: Garden book',
        '#+FILETAGS: :roses:work:',
        '# not this',
        '* TODO [#A] Roses :red:',
        ':PROPERTIES:',
        ':ID: 7',
        ':END:',
        'Cut in =March=, see [[https://a.example][the shop]].',
        '',
        '** Tools',
        '#+BEGIN_SRC sh',
        '  cut --all',
        '* no heading',
        '#+END_SRC',
        '| Tool | Price |',
        '|------+-------|',
        '| Axe  | 20    |',
        '| Saw  | 30    |',
        '',
        ': kept',
        ':   as it is',
      ],
      'a.org',
    );
    expect(document).toMatchObject({
      title: 'Garden book',
      mediaType: 'text/org',
      metadata: { tags: ['roses', 'work'] },
    });
    expect(outline(document)).toEqual([
      '1 heading Garden book: # Garden book',
      '4 heading Garden book/Roses: ## Roses',
      '8 paragraph Garden book/Roses: Cut in `March`, see [the shop](https://a.example).',
      '10 heading Garden book/Roses/Tools: ### Tools',
      '11 code Garden book/Roses/Tools: ```sh\n  cut --all\n* no heading\n```',
      '15 table Garden book/Roses/Tools: | Tool | Price |\n| --- | --- |\n| Axe | 20 |\n| Saw | 30 |',
      '19 code Garden book/Roses/Tools: ```\nkept\n  as it is\n```',
    ]);
  });
});
