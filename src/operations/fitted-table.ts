import type { Style } from '../ui/ui.ts';
import { wrap } from '../ui/wrap.ts';
import { alignedTable } from './aligned-table.ts';

/**
 * Rows below their titles. On a terminal that is too narrow for the columns each row is an entry: its first
 * cell, and below it the others, each behind its title.
 */
export function fittedTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  { terminal, columns }: Pick<Style, 'terminal' | 'columns'>,
): string {
  const table = alignedTable([titles, ...rows]);
  if (!terminal || table.split('\n').every(({ length }) => length <= columns)) return table;
  return rows
    .map(([first = '', ...cells]) =>
      [
        first,
        ...cells.flatMap((cell, index) =>
          cell === '' ? [] : [wrap(`${titles[index + 1]}: ${cell}`, columns, '  ', '    ')],
        ),
      ].join('\n'),
    )
    .join('\n');
}
