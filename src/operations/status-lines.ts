import type { Style } from '../ui/ui.ts';
import { wrap } from '../ui/wrap.ts';
import { oneLine } from './one-line.ts';

/** A service, or a container of one. */
export interface StatusRow {
  name: string;
  state: 'running' | 'stopped';
  health: 'healthy' | 'degraded' | 'unhealthy' | null;
  url: string | null;
  /** What else there is to say; left out where there is no room for it. */
  detail: string;
}

/**
 * A line a row. On a terminal without room for them the details go first; where that is not enough, what
 * belongs to a row stands below its name.
 */
export function statusLines(rows: readonly StatusRow[], style: Style): string[] {
  const cells = rows.map(({ name, state, health, url, detail }) => ({
    ...{ name, detail, health },
    words: health === null ? state : `${state}, ${health}`,
    url: url ?? '',
  }));
  const widthOf = (pick: (cell: (typeof cells)[number]) => string) =>
    Math.max(0, ...cells.map((cell) => pick(cell).length));
  const [names, words, urls] = [
    widthOf(({ name }) => name),
    widthOf((cell) => cell.words),
    widthOf(({ url }) => url),
  ];
  const isFitting = (width: number) => !style.terminal || width <= style.columns;
  const plain = 2 + names + 2 + words + 2 + urls;
  if (!isFitting(plain))
    return cells.flatMap((cell) => [
      `  ${cell.name}`,
      `    ${healthPaint(cell.health, style)(cell.words)}`,
      ...(cell.url === '' ? [] : [`    ${cell.url}`]),
    ]);
  const details = isFitting(plain + 2 + widthOf(({ detail }) => detail));
  return cells.map((cell) =>
    [
      `  ${cell.name.padEnd(names)}`,
      healthPaint(cell.health, style)(cell.words.padEnd(words)),
      cell.url.padEnd(urls),
      ...(details && cell.detail !== '' ? [style.dim(cell.detail)] : []),
    ]
      .join('  ')
      .trimEnd(),
  );
}

/** What the backends depend on, a line each; on a narrow terminal broken at blanks. */
export function dependencyLines(
  dependencies: readonly { name: string; state: 'ok' | 'degraded' | 'failed'; detail: string }[],
  style: Style,
): string[] {
  return dependencies.map(({ name, state, detail }) => {
    const health = state === 'ok' ? 'healthy' : state === 'failed' ? 'unhealthy' : 'degraded';
    const paint = healthPaint(health, style);
    const words = oneLine(detail);
    const line = `  ${name.padEnd(10)} ${state.padEnd(9)} ${words}`.trimEnd();
    if (!style.terminal || line.length <= style.columns)
      return `  ${name.padEnd(10)} ${paint(state.padEnd(9))} ${words}`.trimEnd();
    const rest = words === '' ? [] : [wrap(words, style.columns, '    ')];
    return [`  ${name} ${paint(state)}`, ...rest].join('\n');
  });
}

function healthPaint(health: StatusRow['health'], style: Style): (text: string) => string {
  if (health === 'healthy') return style.green;
  if (health === 'degraded') return style.yellow;
  return health === 'unhealthy' ? style.red : style.dim;
}
