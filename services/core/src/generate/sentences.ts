import { decodeHTML } from 'entities';
import { isSourceCode } from '../documents/source-code.ts';

/** A readable piece of a passage: a sentence, a list item, a table row, or a whole code block. */
export interface Sentence {
  text: string;
  kind: 'prose' | 'item' | 'code' | 'row';
  /** Of the part of the passage that it stands in; empty before the first. */
  heading: string;
  /** It is the first of its part. */
  opens: boolean;
  /** Position of its paragraph in the passage; each item, row and block of code is one. */
  block: number;
  /** Position in the passage. */
  position: number;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** What a full stop shortens, in English and Spanish, where no sentence ends. */
const ABBREVIATION =
  /(?:^|[\s(])(?:max|min|approx|ca|incl|excl|resp|vs|cf|e\.g|i\.e|nr|fig|figs|eq|sec|ch|vol|pp?|ref|dr|mr|mrs|ms|prof|st|art|arts|máx|mín|aprox|núm|nº|sr|sra|srta|dra|prof|pág|págs|cap|p\. ?ej|ej|tel|ext)\.$/i;

/** "No. 7", but not "The answer is no." */
const NUMBER = /(?:^|[\s(])nos?\.\s*$/i;

/**
 * Cuts a passage of Markdown or plain text into pieces that can stand alone; headings are left out.
 * @param path of its document: of program text and configuration no line is a sentence
 */
export function sentences(passage: string, path = ''): Sentence[] {
  const found: Omit<Sentence, 'opens' | 'position'>[] = [];
  const all = isSourceCode(path) ? codeBlocks(passage) : blocks(passage);
  for (const [number, block] of all.entries()) {
    if (block.kind === 'code') found.push({ ...block, block: number });
    else {
      // What is code in a line is neither changed nor cut.
      const { text, restore } = withoutCode(block.text);
      // Links first: their addresses have full stops.
      const shown = plain(text, passage);
      const readable = hasReferences(path) ? shown.replace(REFERENCE, character).trim() : shown;
      const parts = block.kind === 'prose' ? parted(readable) : [readable];
      for (const part of parts) found.push({ ...block, block: number, text: restore(part) });
    }
  }
  return found
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
    .map((piece, position, all) => ({
      ...piece,
      opens: all[position - 1]?.heading !== piece.heading,
      position,
    }));
}

/** Sentences; where one ends in an abbreviation it goes on. */
function parted(text: string): string[] {
  const found: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const last = found.at(-1);
    if (last !== undefined && isCut(last, segment)) found[found.length - 1] = last + segment;
    else found.push(segment);
  }
  return found.map((one) => one.trim());
}

function isCut(before: string, after: string): boolean {
  // "No." alone answers nothing.
  if (/^(yes|no|sí)[.!]$/i.test(before.trim())) return true;
  return ABBREVIATION.test(before.trim()) || (NUMBER.test(before) && /^\d/.test(after));
}

type Block = Omit<Sentence, 'opens' | 'block' | 'position'>;

function codeBlocks(passage: string): Block[] {
  return passage.split(/\n\s*\n/).map((text) => ({ kind: 'code', text, heading: '' }));
}

/** What a line of Markdown outside a code block is; the first that fits. */
const lineKinds = {
  /** Blank, a heading, a rule, a comment, or a directive of a documentation tool (`{* … *}`, `:::`, `///`, `!!!`). */
  gap: /^\s*($|#{1,6}\s|[-=*_]{3,}\s*$|<!--.*-->\s*$|\{[*%{].*[*%}]\}\s*$|(\/{3,}|:{3,}|!!!)(\s|$))/,
  rule: /^\s*\|?[\s:|-]*-[\s:|-]*\|[\s:|-]*$/,
  row: /^\s*\|.*\|\s*$/,
  /** A record: `sku: A1; colour: red`. */
  record: /^[^:;]{1,60}: .+?(; [^:;]{1,60}: .+)+$/,
  item: /^\s*([-*+]|\d+[.)])\s/,
  /** What would be markup if it were not escaped, such as a command of root's: `\# systemctl start x`. */
  escaped: /^\s*\\(#{1,6}\s|`{3}|~{3}|<(script|pre|style|textarea|[!?]))/i,
  indented: /^(\t| {4})\s*\S/,
  text: /^/,
} as const;

type LineKind = keyof typeof lineKinds;

/** Lines joined to paragraphs; code, list items and table rows kept apart, a table's header left out. */
function blocks(passage: string): Block[] {
  const found: Block[] = [];
  let fence: string | null = null;
  let heading = '';
  let before: LineKind | 'code' = 'gap';
  for (const line of passage.split('\n')) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (mark && (fence === null || line.trim().startsWith(fence))) {
      fence = fence === null ? mark : null;
      before = 'gap';
      continue;
    }
    const kind = fence === null ? kindOf(line) : 'code';
    if (kind === 'gap') heading = /^\s*#{1,6}\s+(.*)/.exec(line)?.[1] ?? heading;
    before = add(found, kind, line, { before, heading });
  }
  return found;
}

function kindOf(line: string): LineKind {
  for (const [kind, pattern] of Object.entries(lineKinds)) {
    if (pattern.test(line)) return kind as LineKind;
  }
  return 'text';
}

/** Puts a line where it belongs. @returns what the next line follows on */
function add(
  found: Block[],
  kind: LineKind | 'code',
  line: string,
  place: { before: LineKind | 'code'; heading: string },
): LineKind | 'code' {
  const { before, heading } = place;
  const last = found.at(-1);
  const join = (joint: string, more: string) => {
    if (last) last.text += `${joint}${more}`;
  };
  switch (kind) {
    case 'gap':
      return 'gap';
    case 'rule':
      if (before === 'row') found.pop();
      return 'gap';
    case 'row':
      found.push({ kind: 'row', text: cells(line), heading });
      return 'row';
    case 'record':
      found.push({ kind: 'row', text: line.trim(), heading });
      return 'row';
    case 'item':
      if (before === 'text' && last && !isNextItem(line, last.text, found))
        return add(found, 'text', line, place);
      found.push({ kind: 'item', text: line.trim(), heading });
      return 'item';
    case 'escaped':
      if (before === 'text' || before === 'item') return add(found, 'text', line, place);
      return add(found, 'code', line.trim().slice(1), place);
    case 'code':
      if (before === 'code') join('\n', line);
      else found.push({ kind: 'code', text: line, heading });
      return 'code';
    default:
      if (before === 'item' || (before === 'text' && kind === 'text')) join(' ', line.trim());
      else if (kind === 'indented')
        return add(found, 'code', line.replace(/^(\t| {4})/, ''), place);
      else found.push({ kind: 'prose', text: line.trim(), heading });
      return before === 'item' ? 'item' : 'text';
  }
}

/** Rather than a line of a paragraph that a number of its own happens to begin: "the port is\n8471." */
function isNextItem(line: string, paragraph: string, found: readonly Block[]): boolean {
  const number = numberOf(line);
  if (number === null || number === 1 || /[.:;!?]$/.test(paragraph)) return true;
  const numbers = found.map(({ kind, text }) => (kind === 'item' ? numberOf(text) : null));
  return numbers.findLast((one) => one !== null) === number - 1;
}

/** Of an item of a numbered list. */
function numberOf(line: string): number | null {
  const number = /^\s*(\d+)[.)]/.exec(line)?.[1];
  return number === undefined ? null : Number(number);
}

function cells(row: string): string {
  const inner = row.trim().replace(/^\||\|$/g, '');
  return inner
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('\\|', '|').trim())
    .filter(Boolean)
    .join(' · ');
}

/** First of the characters that nobody's text has; one stands for each piece of code. */
const PRIVATE = 0xe000;
const privateUse = /[\uE000-\uF8FF]/g;

/** A line's pieces between backticks out of the way, and how they come back. */
function withoutCode(text: string): { text: string; restore(part: string): string } {
  const code: string[] = [];
  // A font of symbols has such characters of its own.
  if (text.search(privateUse) >= 0) return { text, restore: (part) => part };
  const masked = text.replace(/(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)/g, (piece) => {
    code.push(piece);
    return String.fromCharCode(PRIVATE + code.length - 1);
  });
  const restore = (part: string) =>
    part.replace(privateUse, (mark) => code[mark.charCodeAt(0) - PRIVATE] ?? mark);
  return { text: masked, restore };
}

/** Elements of HTML that people write into Markdown, and that no placeholder is called. */
const elements = new Set(
  `a abbr b blockquote br center code dd del details div dl dt em figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd
  li ol p picture pre s small span strong sub summary sup table tbody td th thead tr tt u ul`.split(
    /\s+/,
  ),
);

/** Markdown's marks out of the way, words untouched. */
function plain(text: string, passage: string): string {
  return (
    text
      .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
      .replace(/<(\/?)([a-zA-Z][\w.-]*)([^<>]*)>/g, (tag, slash, name, rest) =>
        isTag(slash !== '', name, rest, passage) ? '' : tag,
      )
      // At the borders of words: 2**28 and __init__ are none.
      .replace(/(?<![\p{L}\p{N}*])\*\*(?=\S)(.+?)(?<=\S)\*\*(?![\p{N}*])/gu, '$1')
      .replace(/(?<![\p{L}\p{N}_])__(?=\S)(?!\w+__)(.+?)(?<=\S)__(?![\p{L}\p{N}_])/gu, '$1')
      .replace(/^\s*([-*+]|\d+[.)])\s+/, '')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** Last of all to be read: what stands for `<` begins no tag. */
const REFERENCE = /&(?:lt|gt|amp|quot|apos|nbsp|#\d{2,7}|#x[\da-f]{2,6});/gi;

/** Markdown and AsciiDoc have references of HTML; of pages they have been read before. */
function hasReferences(path: string): boolean {
  return /\.(md|markdown|mdx|adoc|asciidoc)$/i.test(path);
}

/** What a reference of HTML stands for; what is none, or steers a terminal, stays as it is written. */
function character(reference: string): string {
  const found = decodeHTML(reference.toLowerCase()).replace('\u00a0', ' ');
  return /^[^\p{C}\ufffd]$/u.test(found) ? found : reference;
}

/** Rather than a placeholder, such as `<user>`, or a type's parameter. */
function isTag(isEnd: boolean, name: string, rest: string, passage: string): boolean {
  if (/^\s+[\w:@-]+\s*=|^\s*\/$/.test(rest) || isEnd) return true;
  const isElement = elements.has(name.toLowerCase());
  if (rest.trim() === '') return isElement || passage.includes(`</${name}>`);
  // An attribute without a value; of `a<b or c>d` the b is no element.
  return isElement && name.length > 1 && /^(\s+[a-z-]+)+\s*\/?$/i.test(rest);
}
