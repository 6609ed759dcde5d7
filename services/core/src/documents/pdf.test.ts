import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { column, type Placed, pdfFile } from '../../../../test/fakes/pdf-file.ts';
import { chunk } from '../chunk/chunk.ts';
import { approximateTokenizer } from '../embed/tokenizer.ts';
import { parseDocument, parseStored } from './parse.ts';

const parse = (bytes: Uint8Array, path = 'dir/manual.pdf') =>
  parseDocument({ bytes, path }, 'auto');
const textOf = async (...pages: Placed[][]) => (await parse(pdfFile(pages))).text;
const fixture = (name: string) =>
  readFileSync(new URL(`../../../../test/fixtures/documents/${name}`, import.meta.url));

describe('PDF', () => {
  it('gives paragraphs, headings, lists and code in the order of the page', async () => {
    const text = await textOf([
      { text: 'Pumps', x: 60, y: 60, size: 20 },
      ...column([
        'A pump moves water from the lower basin into the up-',
        'per one, and never back.',
      ]),
      ...column(['The valve stays closed', 'until the basin is full.'], { y: 120 }),
      { text: 'Service', x: 60, y: 160, size: 14 },
      ...column(
        ['\xb7 Check the gauge', '\xb7 Close the valve and wait until the needle', '   rests'],
        { y: 180 },
      ),
      ...column(['pump --start', 'pump --stop'], { y: 240, font: 'Courier' }),
    ]);
    expect(text).toBe(
      [
        '# Pumps',
        'A pump moves water from the lower basin into the upper one, and never back.',
        'The valve stays closed until the basin is full.',
        '## Service',
        '- Check the gauge',
        '- Close the valve and wait until the needle rests',
        '```\npump --start\npump --stop\n```',
      ].join('\n\n'),
    );
  });

  it('reads columns one after the other, whatever order they are drawn in', async () => {
    const left = column(
      Array.from({ length: 12 }, (_, i) => `left ${i} speaks of the lamp's warranty`),
    );
    const right = column(
      Array.from({ length: 12 }, (_, i) => `right ${i} speaks of parcels sent back`),
      { x: 320, y: 83 },
    );
    const title = {
      text: 'A title that goes across both columns of the page',
      x: 60,
      y: 50,
      size: 16,
    };
    const drawn = left.flatMap((line, i) => [right[11 - i] ?? line, line]);
    const text = await textOf([...drawn, title]);
    const order = [...text.matchAll(/title|(?:left|right) \d+/g)].map(([word]) => word);
    expect(order).toEqual([
      'title',
      ...left.map((_, i) => `left ${i}`),
      ...right.map((_, i) => `right ${i}`),
    ]);
  });

  it('keeps the rows of a table together', async () => {
    const rows = [
      ['Model', 'Flow', 'Price'],
      ['A1', '20 l/s', '400 EUR'],
      ['B2', '35 l/s', '700 EUR'],
      ['C3', '50 l/s', '990 EUR'],
      ['D4', '65 l/s', '1200 EUR'],
    ];
    const text = await textOf(
      rows.flatMap((cells, row) =>
        cells.map((cell, i) => ({ text: cell, x: 60 + 90 * i, y: 80 + 13 * row, size: 10 })),
      ),
    );
    expect(text.split('\n')).toEqual(rows.map((cells) => cells.join('  ')));
  });

  it('parts a table from the sentences right above and below it', async () => {
    const row = (y: number, ...cells: string[]) =>
      cells.map((text, i) => ({ text, x: 60 + 120 * i, y, size: 10 }));
    const text = await textOf([
      ...row(80, 'These are the pumps that we sell.'),
      ...row(93, 'Model', 'Flow'),
      ...row(106, 'A1', '20 l/s'),
      ...row(119, 'Ask us for others.'),
    ]);
    expect(text.split('\n\n')).toEqual([
      'These are the pumps that we sell.',
      'Model  Flow\nA1  20 l/s',
      'Ask us for others.',
    ]);
  });

  it('knows the page of every chunk, and finds the same structure in the stored text', async () => {
    const page = (n: number) => [
      { text: `Chapter ${n}`, x: 60, y: 60, size: 16 },
      ...column([`The answer of page ${n} is number ${n}.`]),
    ];
    const document = await parse(pdfFile([page(1), [], page(3)]));
    const { text, mediaType, metadata, pageOffsets } = document;
    expect(pageOffsets).toEqual([0, text.indexOf('\n\n# Chapter 3'), text.indexOf('# Chapter 3')]);
    expect(metadata).toMatchObject({ pagesWithoutText: ['2'] });
    const chunks = chunk(document, { tokens: 40, overlap: 0 }, approximateTokenizer);
    expect(chunks.map(({ text, page }) => [/page (\d)/.exec(text)?.[1], page])).toEqual([
      ['1', 1],
      ['3', 3],
    ]);
    const stored = { text, mediaType, metadata, pageOffsets, path: 'dir/manual.pdf' };
    expect(parseStored(stored, 'auto')).toEqual(document);
  });

  it('leaves out heads and feet that stand on page after page', async () => {
    const pages = ['one', 'two', 'three', 'four'].map((word, i) => [
      { text: `Handbook  ${i + 1}`, x: 60, y: 30 },
      ...column([`This page speaks of ${word}.`]),
      { text: 'Confidential', x: 60, y: 820 },
    ]);
    expect(await textOf(...pages)).toBe(
      ['one', 'two', 'three', 'four'].map((word) => `This page speaks of ${word}.`).join('\n\n'),
    );
  });

  it('keeps what is alike on many pages and is no head or foot', async () => {
    const pages = [3, 6, 9, 14].map((limit, i) => [
      { text: `Pump P-${100 + 7 * i}`, x: 60, y: 60, size: 16 },
      ...column(['Serviced by the night team.', `Pressure limit ${limit} bar.`], { y: 200 }),
      { text: `${i + 1}/4`, x: 300, y: 820 },
    ]);
    expect(await textOf(...pages)).toBe(
      [3, 6, 9, 14]
        .map(
          (limit, i) =>
            `# Pump P-${100 + 7 * i}\n\nServiced by the night team. Pressure limit ${limit} bar.`,
        )
        .join('\n\n'),
    );
  });

  it('reads short columns below and above text of the full width', async () => {
    const full = (n: number, y: number) =>
      column(
        [
          `Full line ${n} runs over the whole width of the page, from its left margin to its right.`,
        ],
        { y, size: 11 },
      );
    const left = column(['Anna spoke first and explained', 'the plan for the bridge.'], { y: 120 });
    const right = column(['Bruno spoke second and asked', 'about the ferries of the bay.'], {
      y: 120,
      x: 320,
    });
    const text = await textOf([...full(1, 80), ...left, ...right, ...full(2, 160)]);
    expect(text.replace(/\n\n/g, ' ')).toMatch(
      /^Full line 1.* Anna spoke first and explained the plan for the bridge\. Bruno spoke second and asked about the ferries of the bay\. Full line 2/,
    );
  });

  it('takes a hyphen back only where it parts a word', async () => {
    const lines = ['The well-known pump is main-', 'tained by a well-', 'known crew.'];
    expect(await textOf(column(lines))).toBe(
      'The well-known pump is maintained by a well-known crew.',
    );
  });

  it.each([
    ['an option', ['Start it with --dry-', 'run first.'], 'Start it with --dry-run first.'],
    [
      'an option that stands elsewhere, too',
      ['Start it with --dry-', 'run, as --dry-run is safe.'],
      'Start it with --dry-run, as --dry-run is safe.',
    ],
    [
      'a path',
      ['Edit /etc/systemd/system/pump-', 'control.service now.'],
      'Edit /etc/systemd/system/pump-control.service now.',
    ],
    ['several parts', ['A state-of-the-', 'art pump.'], 'A state-of-the-art pump.'],
    ['a small word', ['From end-to-', 'end, H2O-', 'based.'], 'From end-to-end, H2O-based.'],
    ...['well-estab-lished', 'self-super-vised', 'Spanish-speak-ing', 'input/out-put'].map(
      (word): [string, string[], string] => {
        const [, first = '', second = ''] = /^(.*)-(.*)$/.exec(word) ?? [];
        return [
          `a word in ${word}`,
          [`One ${first}-`, `${second} net.`],
          `One ${first}${second} net.`,
        ];
      },
    ),
    [
      'numbers',
      ['From 10-', '20 l/s, on IPv4-', 'only nets.'],
      'From 10-20 l/s, on IPv4-only nets.',
    ],
    [
      'a part of several that is a word',
      ['A low-mainte-', 'nance pump; the maintenance is easy.'],
      'A low-maintenance pump; the maintenance is easy.',
    ],
  ])('looks at the whole word before a hyphen: %s', async (_, lines, expected) => {
    expect(await textOf(column(lines))).toBe(expected);
  });

  it('tells a power from the digits before it', async () => {
    const text = await textOf([
      ...column(['The sun gives 10']),
      { text: '15', x: 136, y: 76, size: 6 },
      { text: 'watts.', x: 150, y: 80, size: 10 },
    ]);
    expect(text).toBe('The sun gives 10^15 watts.');
  });

  it('takes title, author and date from the file, where they were not made up', async () => {
    const pages = [column(['Some text.'])];
    const info = {
      Title: 'Water Works',
      Author: 'Ann Lee',
      CreationDate: "D:20250208122313+01'00'",
    };
    expect(await parse(pdfFile(pages, info))).toMatchObject({
      title: 'Water Works',
      mediaType: 'application/pdf',
      metadata: { title: 'Water Works', author: 'Ann Lee', date: '2025-02-08' },
    });
    const madeUp = { Title: 'Microsoft Word - manual.docx', Author: '(anonymous)' };
    expect(await parse(pdfFile(pages, madeUp))).toMatchObject({ title: 'manual', metadata: {} });
  });

  it.each([
    ['leaflet-3.cdr', 'manual'],
    ['tmpa8_x1', 'manual'],
    ['Water WorksWater Works', 'Water Works'],
    ['Water Works Water Works', 'Water Works'],
    ['Temperature', 'Temperature'],
  ])('takes the title %j for %j', async (Title, title) => {
    expect((await parse(pdfFile([column(['Some text.'])], { Title }))).title).toBe(title);
  });

  it('reads what ReportLab makes, in two columns', async () => {
    const { text, title } = await parse(fixture('two-columns.pdf'));
    expect(title).toBe('Water Works Handbook');
    expect(
      [...text.matchAll(/(?:^|\n)P(\d+):|^#+ (.*)$/gm)].map(([, n, name]) => n ?? name),
    ).toEqual([
      'A Study of Pumps',
      'Section 1 Valves and Gauges',
      '1',
      '2',
      '3',
      'Section 4 Valves and Gauges',
      '4',
      '5',
      '6',
      'Section 7 Valves and Gauges',
      '7',
      '8',
      '9',
      'Section 10 Valves and Gauges',
      '10',
      '11',
    ]);
    for (let i = 1; i <= 11; i += 1) expect(text).toMatch(new RegExp(`P${i}: [^\n]* End P${i}\\.`));
  });

  it.each([
    ['a scan', () => pdfFile([[], []]), /scan.*\(2\)/],
    ['one with a password', () => fixture('encrypted.pdf'), /encrypted/],
    ['one that is cut', () => pdfFile([column(['text'])]).subarray(0, 60), /broken PDF/],
    ['what is no PDF', () => Buffer.from('hello'), /broken PDF \(Invalid PDF structure\)\.$/],
  ])('refuses %s and says why', async (_, bytes, reason) => {
    await expect(parse(bytes())).rejects.toMatchObject({
      code: 'DOCUMENT_UNREADABLE',
      message: expect.stringMatching(reason),
    });
  });
});
