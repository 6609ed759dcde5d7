import { CsvError, parse } from 'csv-parse/sync';
import { ServiceError } from '../contract/errors.ts';
import { phraseOf } from '../phrase-of.ts';
import type { Source, TextFormat } from './format.ts';
import { headerLine, MOST_TITLES, recordBlocks, recordLine } from './record-lines.ts';

/** Where two part lines equally well, the first; a comma may be that of a number. */
const DELIMITERS = ['\t', ';', '|', ','] as const;

/** Characters, and lines in them, that say which delimiter it is. */
const HEAD = 20_000;
const HEAD_LINES = 50;

const YEAR = /^\s*(?:1[5-9]|2[01])\d\d\s*$/;

/** `47,000,000`, `$ 4.5`, `12 %`. */
const FIGURE = /^[^\p{L}]*\p{N}[^\p{L}]*$/u;

/**
 * Stored as record lines, each value with the name that the header gives it; a record stands in the
 * line in which it begins in the file.
 */
export const csv: TextFormat = {
  mediaType: 'text/csv',
  aliases: ['application/csv'],
  extensions: ['csv'],
  read: readCsv,
  structure: recordBlocks,
};

export const tsv: TextFormat = {
  mediaType: 'text/tab-separated-values',
  extensions: ['tsv', 'tab'],
  read: (source) => ({ text: recordText(source, '\t'), metadata: {} }),
  structure: recordBlocks,
};

/** Excel may name the delimiter in a line of its own before the table. */
function readCsv(source: string): Source {
  const [line, named] = /^sep=([,;\t|])\n/i.exec(source) ?? [];
  if (named === undefined) return { text: recordText(source, delimiterOf(source)), metadata: {} };
  return { text: `\n${recordText(source.slice(line?.length), named)}`, metadata: {} };
}

/**
 * That which stands equally often in most of the first lines; of several, the one that stands there
 * most often. The header has it, too.
 */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, HEAD)
    .replace(/(?<![^,;\t|\n])"(?:[^"]|"")*"(?=[,;\t|\n]|$)/g, '')
    .split('\n')
    .slice(0, HEAD_LINES);
  const header = headOf(lines);
  let best = { delimiter: ',', lines: 0, count: 0 };
  for (const delimiter of DELIMITERS) {
    if (!header.includes(delimiter)) continue;
    const counts = lines.map((line) => line.split(delimiter).length - 1).filter(Boolean);
    for (const count of new Set(counts)) {
      const found = { delimiter, count, lines: counts.filter((one) => one === count).length };
      const difference = found.lines - best.lines || found.count - best.count;
      if (difference > 0) best = found;
    }
  }
  return best.delimiter;
}

/** The first line that a delimiter parts, below titles that an empty line sets apart. */
function headOf(lines: readonly string[]): string {
  const gap = lines.slice(0, MOST_TITLES + 1).findLastIndex((line) => line.trim() === '');
  return [...lines.slice(gap + 1), ...lines].find((line) => /[,;\t|]/.test(line)) ?? '';
}

function recordText(source: string, delimiter: string): string {
  const { records, starts } = parsed(source, delimiter);
  const at = titlesOf(records);
  const [first = [], ...others] = records.slice(at);
  const names = isHeader(first, others) ? first.map(nameOf) : null;
  const lines = records.map((record, i) =>
    names && i === at
      ? headerLine(names)
      : recordLine(record.map((value, column) => [(i > at && names?.[column]) || '', value])),
  );
  return lines
    .map((line, i) => '\n'.repeat((starts[i] ?? 1) - (starts[i - 1] ?? 1)) + line)
    .join('');
}

/** The records, and the line of the source in which each begins, from 1. */
function parsed(text: string, delimiter: string): { records: string[][]; starts: number[] } {
  const starts: number[] = [];
  try {
    const records = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      on_record(record: string[], { lines }) {
        starts.push(lines - breaksIn(record));
        return record;
      },
    });
    return { records, starts };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ServiceError(
      'DOCUMENT_UNREADABLE',
      `The table cannot be read: ${phraseOf(error)}.`,
      undefined,
      {
        cause: error,
      },
    );
  }
}

function breaksIn(record: readonly string[]): number {
  return record.join('').split('\n').length - 1;
}

/** How many records above the table are titles, which fill its first column alone. */
function titlesOf(records: readonly string[][]): number {
  const at = records.findIndex((record) => !isTitle(record));
  const [first, ...others] = records.slice(Math.max(at, 0));
  const alike = others.filter(({ length }) => length === first?.length);
  return at <= MOST_TITLES && alike.length * 2 > others.length ? Math.max(at, 0) : 0;
}

function isTitle(record: readonly string[]): boolean {
  return record.length !== 2 && record.slice(1).every((cell) => cell.trim() === '');
}

/**
 * Names, not values: no number but years and ordinals (`Country,2022,2023`); one is empty or there
 * twice only above columns of numbers; a single column is a list, unless numbers stand below.
 */
function isHeader(record: string[], others: readonly string[][]): boolean {
  const numbers = record.filter(isNumber);
  if (record.every((cell) => cell.trim() === '' || isNumber(cell))) return false;
  const hasNumbers = others.some((other) => other.some(isNumber));
  if (record.length === 1) return hasNumbers && others.every((other) => other.length === 1);
  if (numbers.length > 0) return areLabels(numbers) && hasFigures(record, others);
  const isClean =
    record.every((cell) => cell.trim() !== '') && new Set(record).size === record.length;
  return isClean || hasNumbers;
}

/** Years, each once, or a count of three and more from 0 or 1. */
function areLabels(numbers: readonly string[]): boolean {
  if (numbers.every((cell) => YEAR.test(cell))) return new Set(numbers).size === numbers.length;
  const first = Number(numbers[0]);
  return (
    numbers.length >= 3 &&
    (first === 0 || first === 1) &&
    numbers.every((cell, i) => Number(cell) === first + i)
  );
}

/** Whether mostly figures stand below each number, and not years below years: those are values, too. */
function hasFigures(record: readonly string[], others: readonly string[][]): boolean {
  return record.every((name, i) => {
    if (!isNumber(name)) return true;
    const cells = others.map((other) => other[i] ?? '').filter((cell) => cell.trim() !== '');
    const figures = cells.filter((cell) => FIGURE.test(cell));
    const areYears = YEAR.test(name) && figures.every((cell) => YEAR.test(cell));
    return cells.length === 0 || (figures.length * 2 >= cells.length && !areYears);
  });
}

function isNumber(cell: string): boolean {
  return cell.trim() !== '' && !Number.isNaN(Number(cell.replace(',', '.')));
}

/** The same name again is counted; an empty one is the column's number. */
function nameOf(cell: string, i: number, all: readonly string[]): string {
  const name = cell.trim();
  if (name === '') return `column ${i + 1}`;
  const before = all.slice(0, i).filter((other) => other.trim() === name).length;
  return before === 0 ? name : `${name} (${before + 1})`;
}
