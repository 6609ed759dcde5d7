import { codeFence } from './code-fence.ts';
import { asProse } from './line-draft.ts';
import { type ShiftedText, shiftedText } from './shifted-text.ts';

const HEADING = /^h[1-6]$/;

const BLOCKS = new Set(
  `address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure
  footer form header hgroup hr html legend main menu ol p section summary ul`.split(/\s+/),
);

const INLINE = new Set(
  'a abbr b bdi cite code em font i kbd mark q s small span strong u var'.split(' '),
);

/** Columns that one cell may fill; pages say any number. */
const MOST_SPANNED = 100;

/** A cell as the page has it; it may stand for several columns and rows. */
interface Cell {
  text: string;
  /** Its preformatted text, with its lines, where it holds nothing else. */
  code: string | null;
  columns: number;
  rows: number;
}

/** Turns a stream of tags and text into Markdown-like text. */
export class HtmlText {
  readonly #blocks: string[] = [];
  readonly #lists: { ordered: boolean; items: number }[] = [];
  /** Rows of the outermost open table. */
  #rows: Cell[][] | null = null;
  /** Of the cell that is open. */
  #span = { columns: 1, rows: 1 };
  #code: string | null = null;
  /** What stands in the cell before its preformatted text. */
  #beforePre = '';
  #tables = 0;
  #pre = 0;
  /** Whether the last block is an item of the list that is still open. */
  #afterItem = false;
  #mark = '';
  #line = '';
  #isAfterDigit = false;
  /** Superscripts and subscripts that are open, the innermost last. */
  readonly #shifted: ShiftedText[] = [];
  /** Whether a link within the page has just been opened. */
  #isLink = false;

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'br') this.text(this.#pre > 0 ? '\n' : ' ');
    else if (name === 'sup' || name === 'sub') this.#openShifted(name);
    else if (name === 'a') this.#openLink(attributes.href);
    else if (name === 'img') this.text(attributes.alt ? ` ${attributes.alt} ` : '');
    else if (name === 'table') this.#openTable();
    else if (this.#rows) this.#openInTable(name, attributes);
    else if (HEADING.test(name)) this.#start(`${'#'.repeat(Number(name[1]))} `);
    else if (name === 'pre') this.#openPre();
    else if (name === 'li') this.#openItem();
    else if (BLOCKS.has(name)) this.#openBlock(name);
  }

  text(text: string): void {
    const shifted = this.#shifted.at(-1);
    if (shifted) shifted.text += text;
    else this.#line += text;
    if (text !== '') this.#isAfterDigit = /\d/.test(text.at(-1) ?? '');
    if (text.trim() !== '') this.#isLink = false;
  }

  close(name: string): void {
    if (name === 'table') this.#closeTable();
    else if (name === 'sup' || name === 'sub') this.#closeShifted();
    else if (name === 'a') this.#isLink = false;
    else if (this.#rows) this.#closeInTable(name);
    else if (name === 'pre') this.#closePre();
    else if (HEADING.test(name) || name === 'li' || BLOCKS.has(name)) {
      this.#flush();
      // An empty heading or item gives its mark to nothing else.
      if (HEADING.test(name) || name === 'li') this.#mark = '';
      if (name === 'ul' || name === 'ol') this.#closeList();
    }
  }

  end(): string {
    this.#flush();
    return this.#blocks.join('').trim();
  }

  /** What has been said since the last block, cell or code. */
  #taken(): string {
    const line = this.#line;
    this.#line = '';
    this.#isAfterDigit = false;
    return line;
  }

  #openShifted(name: 'sup' | 'sub'): void {
    const isNote = name === 'sup' && this.#isLink;
    const mark = name === 'sup' ? '^' : '_';
    this.#shifted.push({ mark, isAfterDigit: this.#isAfterDigit, isNote, text: '' });
  }

  #closeShifted(): void {
    const shifted = this.#shifted.pop();
    if (shifted) this.text(shiftedText(shifted));
  }

  #openLink(address = ''): void {
    this.#isLink = address.includes('#');
    const shifted = this.#shifted.at(-1);
    if (shifted?.mark === '^') shifted.isNote ||= this.#isLink;
  }

  #openBlock(name: string): void {
    this.#flush();
    if (name === 'ul' || name === 'ol') this.#lists.push({ ordered: name === 'ol', items: 0 });
  }

  #closeList(): void {
    this.#lists.pop();
    if (this.#lists.length === 0) this.#afterItem = false;
  }

  #openItem(): void {
    this.#flush();
    const list = this.#lists.at(-1);
    if (list) list.items += 1;
    const indent = '  '.repeat(Math.min(Math.max(this.#lists.length - 1, 0), 10));
    this.#mark = `${indent}${list?.ordered ? `${list.items}.` : '-'} `;
  }

  #openPre(): void {
    if (this.#pre === 0) this.#flush();
    this.#pre += 1;
  }

  #closePre(): void {
    this.#pre = Math.max(0, this.#pre - 1);
    if (this.#pre > 0) return;
    this.#pushCode(this.#taken());
  }

  #pushCode(text: string): void {
    const code = text.replace(/^\n/, '').trimEnd();
    const fence = codeFence(code);
    if (code.trim()) this.#push(`${fence}\n${code}\n${fence}`);
  }

  #openTable(): void {
    if (!this.#rows) {
      this.#flush();
      this.#rows = [];
    }
    this.#tables += 1;
  }

  #openInTable(name: string, attributes: Record<string, string>): void {
    if (this.#tables > 1 || (name !== 'tr' && name !== 'td' && name !== 'th')) {
      this.#part(name);
      if (name === 'pre') this.#openPreInCell();
      return;
    }
    if (name === 'tr') this.#rows?.push([]);
    else {
      this.#taken();
      this.#code = null;
      this.#span = { columns: spanOf(attributes.colspan), rows: spanOf(attributes.rowspan) };
    }
  }

  #closeInTable(name: string): void {
    if (name === 'pre') this.#closePreInCell();
    if (this.#tables > 1) this.#part(name);
    else if (name === 'td' || name === 'th') this.#closeCell();
    else if (name === 'caption') this.#caption();
    else this.#part(name);
  }

  #openPreInCell(): void {
    this.#pre += 1;
    this.#beforePre += this.#taken();
  }

  #closePreInCell(): void {
    this.#pre = Math.max(0, this.#pre - 1);
    this.#code = this.#taken();
    this.#line = this.#beforePre + this.#code;
    this.#beforePre = '';
  }

  /** What surrounds words of a cell sets them apart, unless it is a part of their line or of code. */
  #part(name: string): void {
    if (!INLINE.has(name) && this.#pre === 0) this.text(' ');
  }

  #closeCell(): void {
    if (this.#rows?.length === 0) this.#rows.push([]);
    const text = collapse(this.#taken());
    const code = this.#code !== null && collapse(this.#code) === text ? this.#code : null;
    this.#rows?.at(-1)?.push({ text: text.replaceAll('|', '\\|'), code, ...this.#span });
  }

  #caption(): void {
    const caption = collapse(this.#taken());
    if (caption) this.#push(prose(caption));
  }

  #closeTable(): void {
    this.#tables = Math.max(0, this.#tables - 1);
    if (this.#tables > 0) return;
    const rows = this.#rows ?? [];
    this.#rows = null;
    const code = numberedCode(rows);
    if (code === null) this.#pushRows(rows);
    else {
      for (const [title, ...others] of rows)
        if (title?.text && others.length === 0) this.#push(prose(title.text));
      this.#pushCode(code);
    }
    this.#flush();
  }

  #pushRows(cells: readonly Cell[][]): void {
    const rows = unmerged(cells).filter((row) => row.some((cell) => cell !== ''));
    const [first] = rows;
    if (!first) return;
    const rule = first.map(() => '---');
    const lines = first.length > 1 ? [first, rule, ...rows.slice(1)] : rows;
    this.#push(
      lines
        .map((row) => (first.length > 1 ? `| ${row.join(' | ')} |` : prose(row.join(' '))))
        .join('\n'),
    );
  }

  #start(mark: string): void {
    this.#flush();
    this.#mark = mark;
  }

  #flush(): void {
    const text = collapse(this.#taken());
    if (!text) return;
    this.#push(`${this.#mark}${this.#mark.startsWith('#') ? text : prose(text)}`);
    this.#mark = '';
  }

  /** Items of one list stay on lines below each other; all else has a blank line before it. */
  #push(block: string): void {
    const item = this.#lists.length > 0 && /^ *(-|\d+\.) /.test(block);
    this.#blocks.push(`${item && this.#afterItem ? '\n' : '\n\n'}${block}`);
    this.#afterItem = item;
  }
}

/** A line that opens nothing of Markdown: no heading, no fence and no HTML that goes on until its end tag. */
function prose(text: string): string {
  return asProse(text).replace(/^<(?=(?:script|pre|style|textarea)\b|[!?])/i, '\\<');
}

/** Program text that stands beside the numbers of its lines, as Sphinx and Hexo write it. */
function numberedCode(rows: readonly Cell[][]): string | null {
  const [row = [], ...others] = rows.filter(({ length }) => length > 1);
  const [numbers, code] = row;
  const isAlone = others.length === 0 && row.length === 2;
  return isAlone && numbers && areLineNumbers(numbers.text) ? (code?.code ?? null) : null;
}

function areLineNumbers(text: string): boolean {
  const numbers = text.split(' ').map(Number);
  const [first = Number.NaN] = numbers;
  return (numbers.length > 1 || first === 1) && numbers.every((one, i) => one === first + i);
}

/** Rows of as many cells as they have columns: each says all that holds for it. */
function unmerged(rows: readonly Cell[][]): string[][] {
  const grid: string[][] = rows.map(() => []);
  for (const [i, row] of rows.entries()) {
    let column = 0;
    for (const { text, columns, rows: down } of row) {
      while (grid[i]?.[column] !== undefined) column += 1;
      for (const line of grid.slice(i, i + down))
        for (let right = 0; right < columns; right += 1) line[column + right] = text;
      column += columns;
    }
  }
  return grid.map((row) => Array.from(row, (cell) => cell ?? ''));
}

function spanOf(attribute = '1'): number {
  return Math.min(Math.max(Number.parseInt(attribute, 10) || 1, 1), MOST_SPANNED);
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
