import { CsvError, parse } from 'csv-parse/sync';
import { indentOf } from './line-draft.ts';
import type { Table } from './markdown-table.ts';

/**
 * Source: docutils' reStructuredText Directives, "CSV Table".
 * @param options lines such as `:header-rows: 1`
 */
export function csvTable(options: readonly string[], body: readonly string[]): Table {
  const delimiter = delimiterOf(option(options, 'delim') || ',');
  const header = option(options, 'header');
  const rows = [
    ...(header === undefined ? [] : records([header], delimiter)),
    ...records(body, delimiter),
  ];
  return { rows, hasHeader: header !== undefined || headerRows(options) > 0 };
}

function delimiterOf(name: string): string {
  return { tab: '\t', space: ' ' }[name] ?? name;
}

/** A cell in quotes may go on in the next line. */
function records(lines: readonly string[], delimiter: string): string[][] {
  try {
    const rows = parse(lines.map((line) => line.trim()).join('\n'), {
      delimiter,
      ltrim: delimiter.trim() !== '',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
    return rows.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ').trim()));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return lines
      .filter((line) => line.trim())
      .map((line) => line.split(delimiter).map((cell) => cell.trim()));
  }
}

/**
 * A list of lists: an item is a row, an item in it a cell.
 * Source: docutils' reStructuredText Directives, "List Table".
 * @param options lines such as `:header-rows: 1`
 */
export function listTable(options: readonly string[], body: readonly string[]): Table {
  const rows: string[][] = [];
  const margin = indentOf(body.find((line) => line.trim()) ?? '');
  let cellIndent = 0;
  for (const line of body) {
    const indent = indentOf(line);
    let text = line.trim();
    const mark = indent === margin ? (/^[-*+]\s+(?=[-*+](\s|$))/.exec(text)?.[0] ?? '') : '';
    if (mark) {
      rows.push([]);
      cellIndent = margin + mark.length;
      text = text.slice(mark.length);
    }
    const row = rows.at(-1);
    if (!row || text.startsWith('.. ')) continue;
    if (mark || (indent === cellIndent && /^[-*+](\s|$)/.test(text)))
      row.push(text.slice(1).trim());
    else row.push(`${row.pop() ?? ''} ${text}`.trim());
  }
  return { rows, hasHeader: headerRows(options) > 0 };
}

function headerRows(options: readonly string[]): number {
  return Number.parseInt(option(options, 'header-rows') ?? '0', 10) || 0;
}

function option(lines: readonly string[], name: string): string | undefined {
  return lines
    .map((line) => line.trim())
    .find((line) => line.startsWith(`:${name}:`))
    ?.slice(name.length + 2)
    .trim();
}
