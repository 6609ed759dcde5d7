import { codeFence } from './code-fence.ts';

/**
 * A text that is being written again as Markdown, line for line: what is not written stays blank, so
 * that headings, paragraphs and code have the line numbers that they have in the file.
 */
export class LineDraft {
  readonly #source: readonly string[];
  readonly #lines: string[];
  /** Lines whose inline markup is still that of the source. */
  readonly #isProse: boolean[];
  /** Lines of which nothing stays. */
  readonly #isFree: boolean[];

  constructor(source: readonly string[]) {
    this.#source = source;
    this.#lines = source.map(() => '');
    this.#isProse = source.map(() => false);
    this.#isFree = source.map((line) => line.trim() === '');
  }

  /** A mark around code, whose place its fence may take. */
  leaveOut(at: number): void {
    this.#isFree[at] = true;
  }

  heading(at: number, level: number, title: string): void {
    this.prose(at, `${'#'.repeat(Math.min(level, 6))} ${title}`);
  }

  prose(at: number, text: string): void {
    this.#lines[at] = text;
    this.#isProse[at] = true;
  }

  /**
   * A table, at the end of the lines that there are for it; where they are too few, its rows alone.
   * @param rows as `markdownTable` gives them
   */
  rows(from: number, to: number, rows: readonly string[]): void {
    const room = to - from;
    const isDelimiterOrEmpty = (row: string, i: number) => i === 1 || /^[|\s]*$/.test(row);
    const lines = rows.length > room ? rows.filter((row, i) => !isDelimiterOrEmpty(row, i)) : rows;
    const shared = Math.max(0, lines.length - room);
    const at = Math.max(from, to - lines.length);
    this.prose(at, lines.slice(0, shared + 1).join(' '));
    lines.slice(shared + 1).forEach((line, i) => {
      this.prose(at + 1 + i, line);
    });
  }

  /**
   * Fenced, without the indentation that all its lines share; the fences take the blank lines around
   * it. Where there are none, it is indented instead.
   * @param mark with which every line begins
   */
  code(from: number, to: number, language = '', mark?: RegExp): void {
    const source = this.#source.slice(from, to);
    const lines = mark ? source.map((line) => line.replace(mark, '')) : source;
    const margin = sharedIndent(lines);
    const isEnd = to >= this.#lines.length;
    const isFenced = this.#lines[from - 1] === '' && (isEnd || this.#isFree[to]);
    lines.forEach((line, i) => {
      const bare = `${isFenced ? '' : '    '}${line.slice(margin)}`;
      this.#lines[from + i] = line.trim() === '' ? '' : bare;
      this.#isProse[from + i] = false;
    });
    if (!isFenced) return;
    const fence = codeFence(lines.join('\n'));
    this.#lines[from - 1] = `${fence}${/^[\w+#.-]+$/.test(language) ? language : ''}`;
    if (isEnd) this.#lines[to - 1] += `\n${fence}`;
    else this.#lines[to] = fence;
  }

  /** @param inline makes Markdown of the inline markup of lines that follow each other */
  text(inline: (lines: string) => string): string {
    const runs: { lines: string[]; isProse: boolean }[] = [];
    this.#lines.forEach((line, i) => {
      const isProse = this.#isProse[i] ?? false;
      const run = runs.at(-1);
      if (run?.isProse === isProse) run.lines.push(line);
      else runs.push({ lines: [line], isProse });
    });
    return runs
      .map(({ lines, isProse }) => (isProse ? inline(lines.join('\n')) : lines.join('\n')))
      .join('\n');
  }
}

/** A line that is no heading and no fence of Markdown, whatever it begins with. */
export function asProse(line: string): string {
  return line.replace(/^(?=#{1,6}\s|`{3}|~{3})/, '\\');
}

/** Most characters of a piece of metadata. */
const LONGEST_FACT = 2_000;

/** A piece of metadata as it is kept. */
export function asFact(value: string): string {
  return value.normalize('NFC').slice(0, LONGEST_FACT);
}

/** Tabs before the first character count up to the next multiple of eight. */
export function indentOf(line: string): number {
  let width = 0;
  for (const character of line) {
    if (character !== ' ' && character !== '\t') break;
    width += character === '\t' ? 8 - (width % 8) : 1;
  }
  return width;
}

/** Length of the white space that all lines begin with. */
function sharedIndent(lines: readonly string[]): number {
  const [first = '', ...others] = lines
    .filter((line) => line.trim())
    .map((line) => line.slice(0, line.search(/\S/)));
  let length = first.length;
  while (others.some((space) => !space.startsWith(first.slice(0, length)))) length -= 1;
  return length;
}
