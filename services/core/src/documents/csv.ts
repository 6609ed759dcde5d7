import { CsvError, parse } from 'csv-parse/sync';
import { ServiceError } from '../contract/errors.ts';
import type { TextFormat } from './format.ts';
import { headerLine, recordBlocks, recordLine } from './record-lines.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Stored as record lines: each value with the name that the header gives it. */
export const csv: TextFormat = {
  mediaType: 'text/csv',
  aliases: ['application/csv'],
  extensions: ['csv'],
  read: (source) => ({ text: recordText(source, delimiterOf(source)), metadata: {} }),
  structure: recordBlocks,
};

export const tsv: TextFormat = {
  mediaType: 'text/tab-separated-values',
  extensions: ['tsv', 'tab'],
  read: (source) => ({ text: recordText(source, '\t'), metadata: {} }),
  structure: recordBlocks,
};

function delimiterOf(text: string): string {
  const head = text.slice(0, text.indexOf('\n') + 1 || text.length);
  const counts = DELIMITERS.map((delimiter) => head.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function recordText(source: string, delimiter: string): string {
  const [first = [], ...others] = parsed(source, delimiter);
  const hasHeader = isHeader(first);
  const names = hasHeader ? first : [];
  const lines = (hasHeader ? others : [first, ...others]).map((record) =>
    recordLine(record.map((value, i) => [names[i] ?? '', value])),
  );
  return [...(hasHeader ? [headerLine(names)] : []), ...lines].join('\n');
}

function parsed(text: string, delimiter: string): string[][] {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ServiceError(
      'DOCUMENT_UNREADABLE',
      `The table cannot be read: ${error.message}.`,
      undefined,
      {
        cause: error,
      },
    );
  }
}

/** Names, not values: no cell is empty or a number, and no two are equal. */
function isHeader(record: string[]): boolean {
  const named = record.every(
    (cell) => cell.trim() !== '' && Number.isNaN(Number(cell.replace(',', '.'))),
  );
  return named && new Set(record).size === record.length;
}
