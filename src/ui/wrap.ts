/**
 * Breaks a paragraph at blanks to fit `columns`; a longer word keeps a line of its own.
 * The first line begins with `first`, the others with `rest`.
 */
export function wrap(text: string, columns: number, first = '', rest = first): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (!empty && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = rest + word;
      continue;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join('\n');
}
