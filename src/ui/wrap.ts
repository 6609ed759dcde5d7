import { stripVTControlCharacters } from 'node:util';

/**
 * Breaks a paragraph at blanks to fit `columns`; a longer word keeps a line of its own.
 * The first line begins with `first`, the others with `rest`. Colours take no columns.
 */
export function wrap(text: string, columns: number, first = '', rest = first): string {
  const lines: string[] = [];
  let line = first;
  let width = first.length;
  let empty = true;
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const length = stripVTControlCharacters(word).length;
    if (!empty && width + 1 + length > columns) {
      lines.push(line);
      line = rest + word;
      width = rest.length + length;
      continue;
    }
    line += empty ? word : ` ${word}`;
    width += empty ? length : length + 1;
    empty = false;
  }
  return [...lines, line].join('\n');
}
