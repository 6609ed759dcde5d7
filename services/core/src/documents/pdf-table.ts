import { median } from './median.ts';
import { isBeside } from './pdf-baseline.ts';

/** Characters: cells of a table have fewer, so that two lines with as many are a column. */
export const LONG_LINE = 25;

/** Of the lines of the shorter side: so many that stand beside one of the other make rows. */
const ROWS = 0.8;

/** Lines of a text that go on with what the line before them says, and that end where they have to. */
const LONG_TEXT = { goingOn: 0.25, full: 0.8 };
/** Of lines as short as labels, both are asked. */
const SHORT_TEXT = { goingOn: 0.4, full: 0.75 };
/** Of fewer lines it may be chance where they end. */
const FULL_LINES = 8;
/** No chance is it that so many end at one place, in heights of the font, as justified ones do. */
const JUSTIFIED = { lines: 0.5, within: 0.3 };

const BULLET = /^[•‣◦▪●]/;
/** Numbers of references and of steps. */
const NUMBER = /^(?:\[\d+\]|\d{1,3}[.)])\s/;

interface Piece {
  text: string;
  /** Edges and baseline, in points. */
  left: number;
  right: number;
  y: number;
  size: number;
}

/** Whether two columns of lines, each from top to bottom, are labels and their values, and no two texts. */
export function isTable(left: readonly Piece[], right: readonly Piece[]): boolean {
  const rows = left.filter((label) => right.some((value) => isBeside(label, value)));
  if (rows.length < ROWS * Math.min(left.length, right.length)) return false;
  if ([left, right].every(areSentences)) return false;
  const isShort = median(left.map(({ text }) => text.length)) < LONG_LINE;
  return ![left, right].every((lines) => isRunningText(lines, isShort));
}

/** Whether most lines are a sentence or an item each, which labels are not. */
function areSentences(lines: readonly Piece[]): boolean {
  return share(lines, ({ text }) => /[.!?]\s*$/.test(text) || NUMBER.test(text)) > 0.5;
}

function isRunningText(lines: readonly Piece[], isShort: boolean): boolean {
  const edge = Math.max(...lines.map(({ right }) => right));
  const pairs = lines.slice(1).map((line, i) => [lines[i] ?? line, line] as const);
  const goingOn = share(pairs, ([before, { text }]) => goesOn(before.text, text));
  const full = share(pairs, ([before, next]) => isFull(before, next, edge));
  if (isShort) return goingOn >= SHORT_TEXT.goingOn && full >= SHORT_TEXT.full;
  const justified = share(lines, ({ text, right, size }) => {
    return isOfWords(text) && edge - right <= JUSTIFIED.within * size;
  });
  const isEven = lines.length >= FULL_LINES && full >= LONG_TEXT.full;
  return goingOn >= LONG_TEXT.goingOn || justified >= JUSTIFIED.lines || isEven;
}

/** Whether a line begins in a sentence, in a script without capital letters, or as an item of a list. */
function goesOn(before: string, text: string): boolean {
  return /^(?:\p{Lo}|\p{Ll}.*\s)/u.test(text) || /[,-]$/.test(before) || BULLET.test(text);
}

/** Whether the first word of the next line has no room behind a line. */
function isFull({ text, left, right }: Piece, next: Piece, edge: number): boolean {
  if (BULLET.test(next.text)) return true;
  const [word = ''] = next.text.split(' ');
  const width = ((right - left) / text.length) * (word.length + 1);
  return isOfWords(text) && right + width > edge;
}

/** Rows of numbers are no text, wherever they end. */
function isOfWords(text: string): boolean {
  return /[\p{Ll}\p{Lo}]{2}/u.test(text);
}

function share<T>(all: readonly T[], is: (one: T) => boolean): number {
  return all.filter(is).length / Math.max(1, all.length);
}
