import type { Style } from './ui.ts';

/** A style with SGR colours, or with none. */
export function makeStyle(
  options: { color: boolean } & Pick<Style, 'columns' | 'terminal' | 'unicode'>,
): Style {
  const { color, columns, terminal, unicode } = options;
  const sgr = (on: number, off: number) => (text: string) =>
    color && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    bold: sgr(1, 22),
    dim: sgr(2, 22),
    red: sgr(31, 39),
    green: sgr(32, 39),
    yellow: sgr(33, 39),
    blue: sgr(34, 39),
    magenta: sgr(35, 39),
    cyan: sgr(36, 39),
    columns,
    terminal,
    unicode,
  };
}
