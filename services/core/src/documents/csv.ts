import { CsvError, parse } from 'csv-parse/sync';
import { ServiceError } from '../contract/errors.ts';
import type { Format, Structure } from './format.ts';
import type { Block } from './port.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Each record is a row block; the header's line goes in front of every embedded row. */
export const csv: Format = {
  mediaType: 'text/csv',
  aliases: ['application/csv'],
  extensions: ['csv'],
  read: (source) => ({ text: source, metadata: {} }),
  structure: (text) => rowBlocks(text, delimiterOf(text)),
};

export const tsv: Format = {
  mediaType: 'text/tab-separated-values',
  extensions: ['tsv', 'tab'],
  read: (source) => ({ text: source, metadata: {} }),
  structure: (text) => rowBlocks(text, '\t'),
};

function delimiterOf(text: string): string {
  const head = text.slice(0, text.indexOf('\n') + 1 || text.length);
  const counts = DELIMITERS.map((delimiter) => head.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function rowBlocks(text: string, delimiter: string): Structure {
  const blocks: Block[] = [];
  let start = 0;
  let header: string | undefined;
  for (const { record, end } of records(text, delimiter)) {
    const row = text.slice(start, end).trim();
    const from = start + text.slice(start, end).indexOf(row);
    start = end;
    if (row === '') continue;
    const block: Block = { kind: 'row', start: from, end: from + row.length, headings: [] };
    if (blocks.length === 0 && isHeader(record)) {
      header = `${row}\n`;
      blocks.push({ ...block, kind: 'heading' });
    } else blocks.push(header ? { ...block, prefix: header } : block);
  }
  return { title: null, blocks };
}

/** Records with the offset where each ends, its line break included. */
function* records(text: string, delimiter: string): Generator<{ record: string[]; end: number }> {
  let bytes = 0;
  let end = 0;
  for (const { record, info } of parsed(text, delimiter)) {
    // csv-parse counts UTF-8 bytes; spans are UTF-16.
    while (bytes < info.bytes && end < text.length) {
      const point = text.codePointAt(end) ?? 0;
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      end += point < 0x10000 ? 1 : 2;
    }
    yield { record, end };
  }
}

function parsed(text: string, delimiter: string): { record: string[]; info: { bytes: number } }[] {
  try {
    return parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { bytes: number } }[];
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
