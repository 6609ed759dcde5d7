import { amount } from '../../amount.ts';
import type { ContainerStats } from '../../engine/engine.ts';
import type { Style } from '../../ui/ui.ts';
import { alignedTable } from '../aligned-table.ts';

/** What a container uses; null where it was not measured. */
export interface Measured {
  name: string;
  stats: ContainerStats | null;
}

interface Column {
  title: string;
  /** Null where there is no figure. */
  cell(stats: ContainerStats): string | null;
  /** Where not all fit, those with the greatest go first. */
  dispensable: number;
}

const columns: readonly Column[] = [
  { title: 'CPU', dispensable: 0, cell: ({ cpu }) => percent(cpu) },
  { title: 'memory', dispensable: 1, cell: ({ memory }) => size(memory) },
  { title: 'limit', dispensable: 6, cell: ({ memoryLimit }) => size(memoryLimit) },
  {
    title: 'of it',
    dispensable: 2,
    cell: ({ memory, memoryLimit }) =>
      percent(memory === null || !memoryLimit ? null : memory / memoryLimit),
  },
  {
    title: 'net in / out',
    dispensable: 4,
    cell: ({ networkIn, networkOut }) => pair(networkIn, networkOut),
  },
  {
    title: 'block in / out',
    dispensable: 5,
    cell: ({ blockRead, blockWrite }) => pair(blockRead, blockWrite),
  },
  {
    title: 'PIDs',
    dispensable: 3,
    cell: ({ processes }) => (processes === null ? null : String(processes)),
  },
];

/**
 * A line a container, below a header. On a terminal only the columns that it has room for, and in a
 * narrow one the names without the project.
 */
export function statsTable(
  measured: readonly Measured[],
  project: string,
  { terminal, columns: room }: Pick<Style, 'terminal' | 'columns'>,
): string[] {
  if (!terminal) return lines(measured, columns);
  for (let most = columns.length; most > 0; most -= 1) {
    const table = lines(
      measured,
      columns.filter(({ dispensable }) => dispensable < most),
    );
    if (Math.max(...table.map(({ length }) => length)) < room) return table;
  }
  const short = measured.map(({ name, ...rest }) => ({
    ...rest,
    name: name.startsWith(`${project}-`) ? name.slice(project.length + 1) : name,
  }));
  return lines(
    short,
    columns.filter(({ dispensable }) => dispensable === 0),
  );
}

function lines(measured: readonly Measured[], shown: readonly Column[]): string[] {
  const rows = [
    ['container', ...shown.map(({ title }) => title)],
    ...measured.map(({ name, stats }) => [
      name,
      ...shown.map(({ cell }) => (stats && cell(stats)) ?? '-'),
    ]),
  ];
  return alignedTable(rows).split('\n');
}

function percent(share: number | null): string | null {
  return share === null ? null : `${(share * 100).toFixed(1)} %`;
}

function pair(into: number | null, out: number | null): string | null {
  return into === null && out === null ? null : `${size(into) ?? '-'} / ${size(out) ?? '-'}`;
}

function size(bytes: number | null): string | null {
  return bytes === null ? null : amount(bytes);
}
