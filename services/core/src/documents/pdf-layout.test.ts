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
    ['a table', (i: number) => [run(`--flag-${i}`, 72, 108, i), run(right(i), 120, 360, i)]],
    ['code', (i: number) => [run(left(i), 72, 309, i, true), run(right(i), 321, 560, i, true)]],
  ])('keeps the lines of %s together, whose parts are as near', (_, of) => {
    expect(lines(8, of)).toHaveLength(8);
  });
});
