import type { Atom } from './atoms.ts';

/** What stands in front of a chunk's text when it is embedded and analysed: `Title > Heading\n` and a table's header. */
export function prefixOf(
  text: string,
  title: string,
  atoms: readonly Atom[],
  most: number,
  count: (piece: string) => number,
): string {
  const path = titlePath(title, atoms);
  while (path.length > 1 && count(path.join(' > ')) > most) path.shift();
  const lines = [path.join(' > '), header(text, atoms)].filter((line) => line !== '');
  return lines.map((line) => `${shortened(line, most, count)}\n`).join('');
}

/** A heading that opens the chunk's own text is not said twice. */
function titlePath(title: string, atoms: readonly Atom[]): string[] {
  const headings = atoms.at(-1)?.block.headings ?? [];
  const path = headings[0] === title ? [...headings] : [title, ...headings];
  const opens = atoms
    .filter(({ block }) => block.kind === 'heading')
    .map(({ block }) => block.headings.at(-1));
  return path.filter((heading) => heading !== '' && !opens.includes(heading));
}

/** The first line of a table that this chunk continues. */
function header(text: string, atoms: readonly Atom[]): string {
  const [first] = atoms;
  if (!first) return '';
  const { kind, start } = first.block;
  const continues = kind === 'table' && first.start > start;
  return continues ? text.slice(start, text.indexOf('\n', start)).trim() : '';
}

function shortened(line: string, most: number, count: (piece: string) => number): string {
  let short = line.slice(0, 2_000);
  while (short.length > 1 && count(short) > most) {
    short = short.slice(0, Math.ceil(short.length / 2)).replace(/[\ud800-\udbff]$/, '');
  }
  return short;
}
