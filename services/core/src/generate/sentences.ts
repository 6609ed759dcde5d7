/** A readable piece of a passage: a sentence, a list item, a table row, or a whole code block. */
export interface Sentence {
  text: string;
  kind: 'prose' | 'item' | 'code' | 'row';
  /** Position in the passage. */
  position: number;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Cuts a passage of Markdown or plain text into pieces that can stand alone; headings are left out. */
export function sentences(passage: string): Sentence[] {
  const found: Omit<Sentence, 'position'>[] = [];
  for (const block of blocks(passage)) {
    if (block.kind === 'code') found.push(block);
    else {
      // What is code in a line is neither changed nor cut.
      const { text, restore } = withoutCode(block.text);
      // Links first: their addresses have full stops.
      const readable = plain(text, passage);
      const parts =
        block.kind === 'prose'
          ? Array.from(segmenter.segment(readable), ({ segment }) => segment.trim())
          : [readable];
      for (const part of parts) found.push({ text: restore(part), kind: block.kind });
    }
  }
  return found
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
    .map((piece, position) => ({ ...piece, position }));
}

type Block = Omit<Sentence, 'position'>;

/** What a line of Markdown outside a code block is; the first that fits. */
const lineKinds = {
  /** Blank, a heading, a rule, a comment, or a directive of a documentation tool (`{* … *}`, `:::`, `///`, `!!!`). */
  gap: /^\s*($|#{1,6}\s|[-=*_]{3,}\s*$|<!--.*-->\s*$|\{[*%{].*[*%}]\}\s*$|(\/{3,}|:{3,}|!!!)(\s|$))/,
  rule: /^\s*\|?[\s:|-]*-[\s:|-]*\|[\s:|-]*$/,
  row: /^\s*\|.*\|\s*$/,
  /** A record: `sku: A1; colour: red`. */
  record: /^[^:;]{1,60}: [^;]+(; [^:;]{1,60}: [^;]+)+$/,
  item: /^\s*([-*+]|\d+[.)])\s/,
  indented: /^(\t| {4})\s*\S/,
  text: /^/,
} as const;

type LineKind = keyof typeof lineKinds;

/** Lines joined to paragraphs; code, list items and table rows kept apart, a table's header left out. */
function blocks(passage: string): Block[] {
  const found: Block[] = [];
  let fence: string | null = null;
  let before: LineKind | 'code' = 'gap';
  for (const line of passage.split('\n')) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (mark && (fence === null || line.trim().startsWith(fence))) {
      fence = fence === null ? mark : null;
      before = 'gap';
      continue;
    }
    const kind = fence === null ? kindOf(line) : 'code';
    before = add(found, kind, line, before);
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
  before: LineKind | 'code',
): LineKind | 'code' {
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
      found.push({ kind: 'row', text: cells(line) });
      return 'row';
    case 'record':
      found.push({ kind: 'row', text: line.trim() });
      return 'row';
    case 'item':
      found.push({ kind: 'item', text: line.trim() });
      return 'item';
    case 'code':
      if (before === 'code') join('\n', line);
      else found.push({ kind: 'code', text: line });
      return 'code';
    default:
      if (before === 'item' || (before === 'text' && kind === 'text')) join(' ', line.trim());
      else if (kind === 'indented')
        return add(found, 'code', line.replace(/^(\t| {4})/, ''), before);
      else found.push({ kind: 'prose', text: line.trim() });
      return before === 'item' ? 'item' : 'text';
  }
}

function cells(row: string): string {
  const inner = row.trim().replace(/^\||\|$/g, '');
  return inner
    .split('|')
    .map((cell) => cell.trim())
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
  return text
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/<(\/?)([a-zA-Z][\w.-]*)([^<>]*)>/g, (tag, slash, name, rest) =>
      isTag(slash !== '', name, rest, passage) ? '' : tag,
    )
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/^\s*([-*+]|\d+[.)])\s+/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Rather than a placeholder, such as `<user>`, or a type's parameter. */
function isTag(isEnd: boolean, name: string, rest: string, passage: string): boolean {
  if (elements.has(name.toLowerCase()) || isEnd) return true;
  if (/^\s+[\w:@-]+\s*=|\/\s*$/.test(rest)) return true;
  return rest.trim() === '' && passage.includes(`</${name}>`);
}
