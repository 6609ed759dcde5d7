import { describe, expect, it } from 'vitest';
import { linesInOrder, type Run } from './pdf-layout.ts';

/** A run whose width is given, since a font would say it otherwise. */
function run(text: string, x: number, right: number, line: number, monospace = false): Run {
  const y = 80 + 13 * line;
  return { text, x, width: right - x, y, size: 10, monospace, rightToLeft: false };
}

const lines = (count: number, of: (i: number) => Run[]) =>
  linesInOrder(Array.from({ length: count }, (_, i) => of(i)).flat()).map(({ text }) => text);

const left = (i: number) => `left ${i} says that the valve stays shut`;
const right = (i: number) => `right ${i} says that the gauge is read`;

describe('the layout of a page', () => {
  it('has columns that a narrow gutter parts, also where their lines stand beside each other', () => {
    // 12 points at a size of 10; some lines of the left column end earlier.
    const found = lines(10, (i) => [
      run(left(i), 72, i % 4 === 3 ? 250 : 309, i),
      run(right(i), i === 2 ? 333 : 321, 560, i),
    ]);
    const all = Array.from({ length: 10 }, (_, i) => i);
    expect(found).toEqual([...all.map(left), ...all.map(right)]);
  });

  it('has three of them, too, of words that are drawn one by one', () => {
    const words = ['pumps', 'never', 'stop', 'at', 'night', 'here'];
    const found = lines(8, (i) =>
      [60, 222, 384].flatMap((x, column) =>
        words.map((word, at) =>
          run(at === 0 ? `c${column}l${i}` : word, x + 25 * at, x + 25 * at + 22, i),
        ),
      ),
    );
    expect(found.map((line) => line.slice(0, 4))).toEqual(
      [0, 1, 2].flatMap((column) => Array.from({ length: 8 }, (_, i) => `c${column}l${i}`)),
    );
  });

  it.each([
    [
      'ragged, with many capital letters',
      ['Die Pumpe im Keller hat ein Ventil,', 'das der Wärter am Abend schließt.'],
      ['Ann Lee, Luis Gómez, Marta Sanz and', 'Pedro Vega. Water of the North. In'],
      0,
    ],
    [
      'narrow',
      ['The pump moves water', 'from below to above'],
      ['Gauges are read at', 'noon on each day too'],
      0,
    ],
    [
      'references, where hardly a line begins with a small letter',
      ['[1] A. Vaswani, N. Shazeer, and I. P.', 'Attention Is All You Need. In Notes on'],
      ['Neural Information Systems 30, Long', 'Beach, CA, USA. Curran, pp. 59 and 60'],
      0,
    ],
    [
      'items of two lists',
      ['• Cheap to run', '• Quiet at night, too'],
      ['• Needs a licence', '• Heavy to carry'],
      0,
    ],
    [
      'ragged, a sentence a line',
      [
        'Unpack it carefully.',
        'Level it with its feet.',
        'Set the feet so that all touch the floor.',
      ],
      ['Sort it by colour.', 'Close all of the zips.', 'Empty the pockets before you wash it.'],
      0,
    ],
    [
      'references of one line',
      [
        '[1] A. Smith. Indexes. 2020.',
        '[2] K. Lee. Ranks. 2020.',
        '[3] B. Jones and C. Moore. Tails. 2021.',
      ],
      [
        '[6] F. Gil. Sorting. 2021.',
        '[7] M. Ray. Trees. 2021.',
        '[8] G. Hu and H. Kim. Questions. 2022.',
      ],
      0,
    ],
    [
      'justified, a sentence a line',
      ['The valve stays closed at night too.', 'Pumps run until the basin is full up.'],
      ['Gauges are read at noon on each day.', 'Nobody opens the lid while it is hot.'],
      100,
    ],
  ])('has columns of text whose baselines coincide: %s', (_, one, other, fill) => {
    const at = (column: string[], i: number) => column[i % column.length] ?? '';
    const ends = (text: string) => Math.max(fill && 237, 6 * text.length);
    const found = lines(8, (i) => [
      run(at(one, i), 60, 60 + ends(at(one, i)), i),
      run(at(other, i), 330, 330 + ends(at(other, i)), i),
    ]);
    const all = Array.from({ length: 8 }, (_, i) => i);
    expect(found).toEqual([...all.map((i) => at(one, i)), ...all.map((i) => at(other, i))]);
  });

  it.each([
    [
      'a data sheet',
      [
        ['Maximum pressure', '6 bar at the outlet'],
        ['Maximum temperature', '85 °C in the tank'],
        ['Nominal flow rate', '20 litres per second'],
        ['Power consumption', '1.5 kW at full load'],
      ],
    ],
    [
      'options',
      [
        ['--listen ADDRESS', 'Where the server listens; default 127.0.0.1'],
        ['--timeout SECONDS', 'Seconds until a request ends; default 45'],
        ['--retries NUMBER', 'How often a request is tried; default 4'],
        ['--log-level LEVEL', 'What is logged: error, warn, info'],
      ],
    ],
    [
      'long labels',
      [
        ['Highest pressure that the outlet bears', '6 bar while the valve is open'],
        ['Highest temperature in the tank', '85 °C for no more than one hour'],
        ['Flow rate with clean water', '20 litres per second at full load'],
      ],
    ],
    [
      'many numbers',
      ['Madrid', 'Sevilla', 'Zaragoza', 'Oviedo'].map((name, i) => [
        `${name} station`,
        Array.from({ length: 12 }, (_, month) => 100 + 37 * i + month).join(' '),
      ]),
    ],
  ])('keeps labels and values together, far apart as they are: %s', (_, rows) => {
    const x = [72, 330];
    const found = lines(rows.length, (i) =>
      (rows[i] ?? []).map((cell, at) => run(cell, x[at] ?? 0, (x[at] ?? 0) + 5 * cell.length, i)),
    );
    expect(found).toEqual(rows.map((cells) => cells.join('  ')));
  });

  it('keeps the rows of a table of numbers together, as near as they are', () => {
    const found = lines(8, (i) =>
      Array.from({ length: 24 }, (_, at) => run(`${100 + i + at}`, 40 + 22 * at, 52 + 22 * at, i)),
    );
    expect(found).toHaveLength(8);
  });

  it('ends columns at a title that goes across them', () => {
    const found = lines(11, (i) =>
      i === 5
        ? [run('A title that goes across both of the columns', 72, 560, i)]
        : [run(left(i), 72, 309, i), run(right(i), 321, 560, i)],
    );
    expect(found[5]).toBe(right(0));
    expect(found[10]).toMatch(/^A title/);
    expect(found[11]).toBe(left(6));
  });

  it('has no gutter in a justified text, whose words are far apart', () => {
    const found = lines(8, (i) =>
      ['the pump that moves', 'water from below to', 'the basin above here'].map((text, at) => {
        const x = 72 + 168 * at + ((i * 7) % 11);
        return run(text, x, x + 157, i);
      }),
    );
    expect(found).toHaveLength(8);
  });

  it.each([
    ['a power', '10', '15', ' watts', '10^15 watts'],
    ['a negative power', '10', '−3', ' bar', '10^−3 bar'],
    ['a footnote behind a number', 'holds 20', '1', ' litres', 'holds 20^1 litres'],
    ['a footnote behind a word', 'the tank', '1', ' holds', 'the tank1 holds'],
    ['an ordinal', 'the 20', 'th', ' pump', 'the 20th pump'],
  ])('tells %s from the digits before it', (_, base, raised, rest, expected) => {
    const [start, end] = [72 + 5 * base.length, 72 + 5 * base.length + 3 * raised.length];
    const small = { ...run(raised, start, end, 0), size: 6.5, y: 77 };
    const [line] = linesInOrder([run(base, 72, start, 0), small, run(rest, end, end + 40, 0)]);
    expect(line?.text).toBe(expected);
  });

  it('leaves smaller digits on the baseline and below it as they are', () => {
    const digits = { ...run('2', 82, 86, 0), size: 6.5 };
    for (const y of [80, 82]) {
      expect(linesInOrder([run('H1', 72, 82, 0), { ...digits, y }])[0]?.text).toBe('H12');
    }
  });

  it.each([
    ['a table', (i: number) => [run(`--flag-${i}`, 72, 108, i), run(right(i), 120, 360, i)]],
    ['code', (i: number) => [run(left(i), 72, 309, i, true), run(right(i), 321, 560, i, true)]],
  ])('keeps the lines of %s together, whose parts are as near', (_, of) => {
    expect(lines(8, of)).toHaveLength(8);
  });
});
