import type { Source, TextFormat } from './format.ts';
import { asFact, asProse, LineDraft } from './line-draft.ts';
import { markdownBlocks } from './markdown-blocks.ts';
import { markdownTable, type Table } from './markdown-table.ts';

/** Stored as Markdown-like text, line for line, so that line numbers are the file's. */
export const asciidoc: TextFormat = {
  mediaType: 'text/asciidoc',
  aliases: ['text/x-asciidoc'],
  extensions: ['adoc', 'asciidoc'],
  read: readAsciidoc,
  structure: markdownBlocks,
};

const HEADING = /^(={1,6}|#{1,6})[ \t]+(\S.*?)(?:[ \t]+\1)?$/;
const ATTRIBUTE = /^:!?([\w-]+)!?:(?:[ \t]+(.*))?$/;
const SOURCE = /^\[(?:source|,|listing)[^\]]*?(?:,[ \t]*([\w+#.-]+))?[^\]]*\]$/;
/** Attributes of a table: how many columns it has, or that it has a header. */
const OF_TABLE = /^\[.*(?:\bcols=|[%"',=]header\b).*\]$/;
/** Block attributes, anchors, macros that stand alone, rules and breaks. */
const NO_TEXT =
  /^(\[[^\]]*\]|\[\[[^\]]*\]\]|[a-z]+::\S*\[.*\]|\+|'{3,}|<{3,}|(?:={4,}|\*{4,}|_{4,}|--))$/;
const UNDERLINES = '=-~^+';

/** Attributes of the document that are its metadata, by their names here. */
const KNOWN: Record<string, string> = {
  author: 'author',
  revdate: 'date',
  description: 'description',
  keywords: 'keywords',
  lang: 'lang',
};

/** Source: the AsciiDoc language documentation, docs.asciidoctor.org/asciidoc. */
function readAsciidoc(source: string): Source {
  const lines = source.split('\n');
  const draft = new LineDraft(lines);
  const attributes = new Map<string, string>();
  let language = '';
  let ofTable = '';
  let at = 0;
  while (at < lines.length) {
    const line = (lines[at] ?? '').trimEnd();
    const isStart = !lines[at - 1]?.trim();
    const [, name, value = ''] = ATTRIBUTE.exec(line) ?? [];
    const [, marks, title = ''] = HEADING.exec(line) ?? [];
    const ofSource = SOURCE.exec(line);
    if (ofSource) language = ofSource[1] ?? '';
    else if (OF_TABLE.test(line)) ofTable = line;
    else if (name !== undefined) attributes.set(name, value);
    else if (/^(-{4,}|\.{4,}|\+{4,}|\/{4,}|`{3,}.*|\|={3,})$/.test(line)) {
      at = block(at, line, language);
      language = '';
      ofTable = '';
    } else if (marks !== undefined) draft.heading(at, marks.length, title);
    else if (isStart && underline(at) > 0) {
      draft.heading(at, underline(at), line);
      at += 1;
    } else if (isStart && /^[ \t]+\S/.test(line) && !/^\s*(?:[-*.]+|\d+\.)\s/.test(line))
      at = literal(at);
    else if (line !== '' && !line.startsWith('//') && !NO_TEXT.test(line))
      draft.prose(at, plainLine(line));
    at += 1;
  }
  const text = draft.text((prose) => inline(prose, attributes)).normalize('NFC');
  return { text, metadata: metadataOf(attributes) };

  /** Between two lines of marks. @returns the last line of it */
  function block(from: number, mark: string, of: string): number {
    const close = mark.startsWith('`') ? /^`+/.exec(mark)?.[0] : mark;
    let to = from + 1;
    while (to < lines.length && lines[to]?.trimEnd() !== close) to += 1;
    draft.leaveOut(to);
    if (mark.startsWith('|')) {
      const table = tableOf(lines.slice(from + 1, to), ofTable);
      if (table.rows.length > 0)
        draft.rows(from, Math.min(to + 1, lines.length), markdownTable(table));
    } else if (!/^[+/]/.test(mark) && to > from + 1)
      draft.code(from + 1, to, mark.startsWith('`') ? mark.replace(/^`+/, '') : of);
    return to;
  }

  function literal(from: number): number {
    let to = from;
    while (lines[to]?.trim()) to += 1;
    draft.code(from, to);
    return to - 1;
  }

  /** Level of a title whose next line underlines it, else 0. */
  function underline(of: number): number {
    const [title = '', below = ''] = lines.slice(of, of + 2).map((line) => line.trimEnd());
    const isRule = /^([=~^+-])\1{2,}$/.test(below) && Math.abs(below.length - title.length) <= 1;
    // What begins so is a title, or attributes, of the block that the rule opens.
    return isRule && /\w/.test(title) && !/^[.[]/.test(title)
      ? UNDERLINES.indexOf(below[0] ?? '') + 1
      : 0;
  }
}

/** @param attributes the line above it in brackets, or nothing */
function tableOf(lines: readonly string[], attributes: string): Table {
  const filled = lines.filter((line) => line.trim() !== '');
  const cellsOf = (line: string) =>
    line
      .trim()
      .split(/(?<!\\)(?:^|\s)(?:[\d.+*]*[<^>a-z]{0,3})?\|/)
      .slice(1)
      .map((cell) => cell.trim());
  const inLine = cellsOf(filled[0] ?? '').length;
  const width = columnCount(attributes) || Math.max(1, inLine);
  const rows: string[][] = [];
  for (const line of filled) {
    const cells = cellsOf(line);
    const last = rows.at(-1);
    // A line without a mark goes on with the cell above it.
    if (cells.length === 0 && last) last.push(`${last.pop() ?? ''} ${line.trim()}`);
    for (const cell of cells) {
      const row = rows.at(-1);
      if (row && row.length < width) row.push(cell);
      else rows.push([cell]);
    }
  }
  const first = lines.findIndex((line) => line.trim());
  const isApart = inLine === width && lines[first + 1]?.trim() === '';
  const hasHeader = isApart || /header\b/.test(attributes);
  return { rows, hasHeader: hasHeader && rows.length > 1 };
}

/** Of `cols="1,2a"`, `cols="3*"`, `cols=3` and the like; 0 where they say nothing of it. */
function columnCount(attributes: string): number {
  const [, quoted, bare] = /\bcols=(?:["']([^"']*)["']|([^\],]*))/.exec(attributes) ?? [];
  const columns = (quoted ?? bare ?? '').trim();
  if (columns === '' || /^\d{1,3}$/.test(columns)) return Number(columns);
  return columns
    .split(/[,;]/)
    .reduce((count, column) => count + Number(/^\s*(\d{1,3})\*/.exec(column)?.[1] ?? 1), 0);
}

/** List items and captions. */
function plainLine(line: string): string {
  return asProse(
    line
      .trim()
      .replace(/^(\*{1,5}|-)(?=\s)/, (marks) => `${'  '.repeat(Math.min(marks.length - 1, 1))}-`)
      .replace(/^(\.{1,5})(?=\s)/, (marks) => `${'   '.repeat(Math.min(marks.length - 1, 1))}1.`)
      .replace(/^\.(?=[^\s.])/, ''),
  );
}

function inline(prose: string, attributes: ReadonlyMap<string, string>): string {
  return prose
    .replace(/\{([\w-]+)\}/g, (all, name: string) => attributes.get(name) ?? all)
    .replace(/\[\[[^\]\n]{0,200}\]\]/g, '')
    .replace(/<<[^,<>\n]{0,200},\s*([^<>\n]{0,500})>>/g, '$1')
    .replace(/<<([^<>\n]{0,500})>>/g, '$1')
    .replace(/\bxref:[^\s[]{0,500}\[([^\]\n]{0,500})\]/g, '$1')
    .replace(/\bimage:[^\s[:][^\s[]*\[([^\],\n]*)[^\]\n]*\]/g, '$1')
    .replace(
      /(?:link:([^\s[]+)|((?:https?|mailto):[^\s[]+))\[([^\]\n]*?)\^?\]/g,
      (_, link, url, label) => {
        const target = String(link ?? url);
        return label ? `[${label}](${target})` : target;
      },
    );
}

function metadataOf(attributes: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(KNOWN).flatMap(([name, key]) => {
      const value = asFact(attributes.get(name)?.trim() ?? '');
      return value ? [[key, value]] : [];
    }),
  );
}
