import type { Table } from './markdown-table.ts';

const GRID_RULE = /^\+(?:[-=]+\+)+$/;
const GRID_LINE = /^[+|].*[+|]$/;
/** Lines in which the end of a simple table is looked for. */
const LONGEST_TABLE = 2_000;
const SIMPLE_RULE = /^=+(?: +=+)+$/;

/** How many lines from `at` on, before `to`, are a table; 0 where none begins there. */
export function tableLength(lines: readonly string[], at: number, to: number): number {
  const line = (i: number) => (i < to ? (lines[i]?.trim() ?? '') : '');
  let end = at;
  if (GRID_RULE.test(line(at))) {
    while (GRID_LINE.test(line(end))) end += 1;
    return end - at;
  }
  if (!SIMPLE_RULE.test(line(at))) return 0;
  // The last rule is the one with a blank line below it.
  const most = Math.min(to, at + LONGEST_TABLE);
  do end += 1;
  while (end < most && !(SIMPLE_RULE.test(line(end)) && line(end + 1) === ''));
  return end < most ? end + 1 - at : 0;
}

/**
 * A grid table or a simple table of reStructuredText; a cell of several lines becomes one.
 * Source: docutils' reStructuredText Markup Specification, "Grid Tables", "Simple Tables".
 */
export function readTable(lines: readonly string[]): Table {
  const margin = (lines[0] ?? '').search(/\S/);
  const bare = lines.map((line) => line.slice(margin).trimEnd());
  return (bare[0] ?? '').startsWith('+') ? gridTable(bare) : simpleTable(bare);
}

function gridTable(lines: readonly string[]): Table {
  const edges = columnEdges(lines);
  const rows: string[][] = [];
  let row: string[] = [];
  let hasHeader = false;
  for (const line of lines) {
    const isRule = /\+[-=]+\+/.test(line);
    edges.slice(0, -1).forEach((edge, i) => {
      // A cell that goes over the next columns belongs to its first.
      if (!'|+'.includes(line[edge] ?? ' ')) return;
      const next = edges.slice(i + 1).find((at) => '|+'.includes(line[at] ?? ' ')) ?? line.length;
      const text = line.slice(edge + 1, next).trim();
      if (/^[-=+]*$/.test(text) || text.startsWith('.. ')) return;
      row[i] = row[i] ? `${row[i]} ${text}` : text;
    });
    if (!isRule) continue;
    if (row.length > 0) rows.push(filled(row));
    hasHeader ||= line.includes('+=') && rows.length === 1;
    row = [];
  }
  if (row.length > 0) rows.push(filled(row));
  return { rows, hasHeader };
}

/** Where columns begin and end, by the rules. */
function columnEdges(lines: readonly string[]): number[] {
  const edges = new Set<number>();
  for (const line of lines.filter((one) => GRID_RULE.test(one)))
    for (const { index } of line.matchAll(/\+/g)) edges.add(index);
  return [...edges].sort((a, b) => a - b);
}

function simpleTable(lines: readonly string[]): Table {
  const columns = [...(lines[0] ?? '').matchAll(/=+/g)].map(({ index }) => index);
  const rules = lines.flatMap((line, i) => (SIMPLE_RULE.test(line) ? [i] : []));
  const rows: string[][] = [];
  for (const line of lines) {
    if (/^[=-]+(?: +[=-]+)*$/.test(line) || line.trim() === '') continue;
    const cells = columns.map((from, i) => line.slice(from, columns[i + 1]).trim());
    const before = rows.at(-1);
    // A line without its first cell goes on with the row above it.
    if (cells[0] === '' && before)
      cells.forEach((cell, i) => {
        before[i] = `${before[i] ?? ''} ${cell}`.trim();
      });
    else rows.push(cells);
  }
  return { rows, hasHeader: rules.length > 2 };
}

function filled(row: readonly string[]): string[] {
  return Array.from(row, (cell: string | undefined) => cell ?? '');
}
