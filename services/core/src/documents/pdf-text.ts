import { median } from './median.ts';
import type { Line } from './pdf-layout.ts';

/** In heights of the font: a larger distance between two lines is more than their leading. */
const PARAGRAPH_GAP = 1.3;
/** Code goes on after an empty line. */
const CODE_GAP = 2.3;

/** A line so much larger than the body is a heading, where it is no longer than that. */
const HEADING_SIZE = 1.15;
const HEADING_CHARACTERS = 200;

const BULLET = /^\s*(?:[•‣◦▪●○■–*]|\(?\d{1,3}[.)])\s+/;

/**
 * Commands, paths, numbers and words of more than two parts, such as `--dry-run`: a single hyphen or
 * slash says nothing of the next one (`cost-effec-` and `tive`), unless a small word follows it.
 */
const COMPOUND = /^[-/]|[-/].*[-/].|[_.].|\d[^-/]*-$|-(?:of|to|by|and)-$/;

/** Most characters before a hyphen that are looked at. */
const TOKEN = 100;

/** Running heads and feet stand on so many pages at least. */
const RUNNING_PAGES = 3;
/** Share of the page's height, above and below, in which they stand. */
const MARGIN = 0.1;

export interface PdfPage {
  lines: Line[];
  /** Lines that stand upright when the page is turned, such as a wide table or a stamp. */
  turned: Line[];
  /** In points. */
  height: number;
}

export interface PagedText {
  text: string;
  /** Start of each page in `text`. */
  pageOffsets: number[];
}

/**
 * Pages of lines as Markdown-like text, so that stored text has structure again at a reindex: larger
 * lines are headings, lines of a monospaced font are fenced, hyphens at line ends are taken back.
 */
export function pagesToText(pages: readonly PdfPage[]): PagedText {
  const bare = withoutRunningLines(pages).map((lines, i) => [
    ...lines,
    ...(pages[i]?.turned ?? []),
  ]);
  const body = bodySize(bare.flat());
  const words = new Set(bare.flat().flatMap(({ text }) => text.match(/\p{L}[\p{L}-]*/gu) ?? []));
  const levels = headingLevels(bare.flat(), body);
  let text = '';
  const pageOffsets: number[] = [];
  for (const lines of bare) {
    const blocks = blocksOf(lines, body).map((block) =>
      written(block, levels, words).normalize('NFC'),
    );
    if (text !== '' && blocks.length > 0) text += '\n\n';
    pageOffsets.push(text.length);
    text += blocks.join('\n\n');
  }
  return { text, pageOffsets };
}

/** Size in which most characters are set. */
function bodySize(lines: readonly Line[]): number {
  const characters = new Map<number, number>();
  for (const { size, text } of lines)
    characters.set(rounded(size), (characters.get(rounded(size)) ?? 0) + text.length);
  const [most] = [...characters].sort((a, b) => b[1] - a[1]);
  return most?.[0] ?? 0;
}

/** The largest size is level 1, and so on. */
function headingLevels(lines: readonly Line[], body: number): Map<number, number> {
  const sizes = new Set(lines.map(({ size }) => rounded(size)));
  const larger = [...sizes].filter((size) => size >= body * HEADING_SIZE).sort((a, b) => b - a);
  return new Map(larger.map((size, i) => [size, Math.min(i + 1, 6)]));
}

function blocksOf(lines: readonly Line[], body: number): Line[][] {
  const leading = typicalLeading(lines, body);
  const blocks: Line[][] = [];
  for (const line of lines) {
    const block = blocks.at(-1);
    const before = block?.at(-1);
    if (block && before && goesOn(block, before, line, leading)) block.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

/** Distance of two lines of a paragraph. */
function typicalLeading(lines: readonly Line[], body: number): number {
  const distances = lines.flatMap((line, i) => {
    const before = lines[i - 1];
    const distance = before ? line.y - before.y : 0;
    return rounded(line.size) === body && distance > 0 && distance < 2 * body ? [distance] : [];
  });
  return distances.length > 0 ? median(distances) : 1.2 * body;
}

function goesOn(block: readonly Line[], before: Line, line: Line, leading: number): boolean {
  const distance = line.y - before.y;
  const most = Math.max(leading, line.size) * (line.monospace ? CODE_GAP : PARAGRAPH_GAP);
  if (distance <= 0 || distance > most || line.monospace !== before.monospace) return false;
  if (Math.abs(line.size - before.size) > 0.1 * before.size) return false;
  if (line.monospace) return true;
  if (isRow(line) !== isRow(before)) return false;
  if (BULLET.test(line.text)) return false;
  return BULLET.test(block[0]?.text ?? '') || !isFirstLine(line, before);
}

/** Whether it is a row of a table. */
function isRow({ cells, text }: Line): boolean {
  return cells > 1 && !BULLET.test(text);
}

/** Whether a paragraph begins here: indented, below a line that is not. */
function isFirstLine(line: Line, before: Line): boolean {
  const indent = (one: Line) => (one.left - one.margin) / one.size;
  return line.cells === 1 && before.cells === 1 && indent(line) > 0.8 && indent(before) < 0.3;
}

function written(
  block: readonly Line[],
  levels: ReadonlyMap<number, number>,
  words: ReadonlySet<string>,
): string {
  const [first] = block;
  if (!first) return '';
  if (block.every(({ monospace }) => monospace)) return fenced(block);
  const isTable = isRow(first);
  const text = isTable ? block.map((line) => line.text.trim()).join('\n') : joined(block, words);
  const level = levels.get(rounded(first.size));
  if (level !== undefined && !isTable && text.length <= HEADING_CHARACTERS)
    return `${'#'.repeat(level)} ${text}`;
  return BULLET.test(text) ? text.replace(/^\s*[•‣◦▪●○■–*]\s+/, '- ') : text;
}

/** The lines of a paragraph as one; a word that is parted at a line's end is one again. */
function joined(block: readonly Line[], words: ReadonlySet<string>): string {
  return block
    .map(({ text }) => text.trim())
    .reduce((text, next) => {
      const [token = '', hyphen] = /\S*[\p{L}\d]([-\u00ad])$/u.exec(text.slice(-TOKEN)) ?? [];
      const isCompound = COMPOUND.test(token);
      const second = (isCompound ? /^[\p{Ll}\d][\p{L}-]*/u : /^\p{Ll}[\p{L}-]*/u).exec(next)?.[0];
      if (hyphen === undefined || second === undefined) return `${text} ${next}`;
      const first = /\p{L}*(?=.$)/u.exec(token)?.[0] ?? '';
      // A hyphen of its own stays: in a compound, or where the document has the word so elsewhere.
      const isOwn =
        hyphen === '-' &&
        !(first && words.has(first + second)) &&
        (isCompound || words.has(`${first}-${second}`));
      return (isOwn ? text : text.slice(0, -1)) + next;
    });
}

/** With the indentation that its lines have on the page. */
function fenced(block: readonly Line[]): string {
  const margin = Math.min(...block.map(({ left }) => left));
  const lines = block.map(({ left, size, text, y }, i) => {
    const characters = Math.round((left - margin) / (0.6 * size || 1));
    const isApart = y - (block[i - 1]?.y ?? y) > 1.5 * PARAGRAPH_GAP * size;
    return `${isApart ? '\n' : ''}${' '.repeat(Math.min(characters, 40))}${text.trimEnd()}`;
  });
  const fence = lines.some((line) => line.includes('```')) ? '````' : '```';
  return [fence, ...lines, fence].join('\n');
}

/**
 * Without the heads and feet that come again page after page: in the margins, and the same but for a
 * number that counts the pages.
 */
function withoutRunningLines(pages: readonly PdfPage[]): Line[][] {
  const marginal = ({ lines, height }: PdfPage) =>
    lines.filter(({ y }) => y < MARGIN * height || y > (1 - MARGIN) * height);
  const counts = new Map<string, number>();
  for (const [i, page] of pages.entries())
    for (const name of new Set(marginal(page).flatMap((line) => namesOf(line, i))))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  return pages.map((page, i) => {
    const running = marginal(page).filter((line) =>
      namesOf(line, i).some((name) => (counts.get(name) ?? 0) >= RUNNING_PAGES),
    );
    return page.lines.filter((line) => !running.includes(line));
  });
}

/** A line's text at its height, and the same with each of its numbers as its distance from the page's. */
function namesOf({ text, y }: Line, page: number): string[] {
  const at = Math.round(y / 4);
  const plain = text.trim();
  const numbers = [...plain.matchAll(/\d{1,6}/g)].map(({ 0: digits, index }) => {
    const rest = `${plain.slice(0, index)}#${plain.slice(index + digits.length)}`;
    return `${at} ${Number(digits) - page} ${rest}`;
  });
  return [`${at} ${plain}`, ...numbers];
}

function rounded(size: number): number {
  return Math.round(size * 2) / 2;
}
