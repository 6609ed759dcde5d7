/**
 * A text that is being written again as Markdown, line for line: what is not written stays blank, so
 * that headings, paragraphs and code have the line numbers that they have in the file.
 */
export class LineDraft {
  readonly #source: readonly string[];
  readonly #lines: string[];
  /** Lines whose inline markup is still that of the source. */
  readonly #isProse: boolean[];

  constructor(source: readonly string[]) {
    this.#source = source;
    this.#lines = source.map(() => '');
    this.#isProse = source.map(() => false);
  }

  isBlank(at: number): boolean {
    return this.#lines[at] === '';
  }

  heading(at: number, level: number, title: string): void {
    this.prose(at, `${'#'.repeat(Math.min(level, 6))} ${title}`);
  }

  prose(at: number, text: string): void {
    this.#lines[at] = text;
    this.#isProse[at] = true;
  }

  /** Fenced, without the indentation that all its lines share; the fences take the blank lines around it. */
  code(from: number, to: number, language = ''): void {
    const lines = this.#source.slice(from, to);
    const margin = sharedIndent(lines);
    const ticks = lines.join('\n').match(/`{3,}/g) ?? [];
    const fence = '`'.repeat(Math.max(3, ...ticks.map(({ length }) => length + 1)));
    lines.forEach((line, i) => {
      this.#lines[from + i] = line.trim() === '' ? '' : line.slice(margin);
      this.#isProse[from + i] = false;
    });
    const open = `${fence}${/^[\w+#.-]+$/.test(language) ? language : ''}`;
    if (from > 0 && this.isBlank(from - 1)) this.#lines[from - 1] = open;
    else this.#lines[from] = `${open}\n${this.#lines[from]}`;
    if (to < this.#lines.length && !this.#source[to]?.trim()) this.#lines[to] = fence;
    else this.#lines[to - 1] += `\n${fence}`;
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
