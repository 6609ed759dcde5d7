/** Rows of cells; the first is the header where there is one. */
export interface Table {
  rows: string[][];
  hasHeader: boolean;
}

/** As GFM writes it; one without a header gets an empty one. */
export function markdownTable({ rows, hasHeader }: Table): string[] {
  const width = Math.max(...rows.map((row) => row.length), 1);
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, i) => (cells[i] ?? '').replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
  const [header = [], ...body] = hasHeader ? rows : [[], ...rows];
  return [line(header), line(Array<string>(width).fill('---')), ...body.map(line)];
}
