import type { Source, TextFormat } from './format.ts';
import { asFact, asProse, indentOf, LineDraft } from './line-draft.ts';
import { markdownBlocks } from './markdown-blocks.ts';
import { markdownTable } from './markdown-table.ts';

/** Stored as Markdown-like text, line for line, so that line numbers are the file's. */
export const org: TextFormat = {
  mediaType: 'text/org',
  aliases: ['text/x-org'],
  extensions: ['org'],
  read: readOrg,
  structure: markdownBlocks,
};

const KEYWORD = /^\s*#\+([\w-]+):[ \t]*(.*)$/;
const BEGIN = /^\s*#\+begin_(\w+)(?:[ \t]+(\S+))?/i;
const HEADLINE = /^(\*+)[ \t]+(\S.*)$/;
const ROW = /^\s*\|/;
const LITERAL = /^\s*:(?:\s|$)/;

/** Keywords that are metadata, by their names here. */
const KNOWN: Record<string, string> = {
  author: 'author',
  date: 'date',
  description: 'description',
  keywords: 'keywords',
  language: 'lang',
};

/** Source: Org Syntax, orgmode.org/worg/org-syntax.html. */
function readOrg(source: string): Source {
  const lines = source.split('\n');
  const draft = new LineDraft(lines);
  const metadata: Record<string, string | string[]> = {};
  /** Where each mark of an end stands last. */
  const ends = new Map(lines.map((line, i) => [line.trim().toLowerCase(), i]));
  const hasTitle = lines.some((line) => /^#\+title:[ \t]*\S/i.test(line));
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const [, key, value = ''] = KEYWORD.exec(line) ?? [];
    const [, stars, headline = ''] = HEADLINE.exec(line) ?? [];
    if (key !== undefined) keyword(at, key.toLowerCase(), value.trim());
    else if (BEGIN.test(line)) at = block(at);
    else if (stars !== undefined)
      draft.heading(at, stars.length + Number(hasTitle), titleOf(headline));
    else if (/^\s*:[\w-]+:\s*$/.test(line)) at = drawer(at);
    else if (LITERAL.test(line)) at = literal(at);
    else if (ROW.test(line)) at = table(at);
    else if (!/^\s*(?:#(?:\s|\+|$)|-{5,}\s*$)/.test(line) && line.trim())
      draft.prose(at, ' '.repeat(Math.min(indentOf(line), 3)) + asProse(line.trim()));
    at += 1;
  }
  return { text: draft.text(inline).normalize('NFC'), metadata };

  function keyword(of: number, key: string, value: string): void {
    const known = KNOWN[key];
    if (key === 'title' && value) draft.heading(of, 1, value);
    else if (key === 'filetags') metadata.tags = value.split(':').filter(Boolean);
    else if (known && value) metadata[known] = asFact(value);
  }

  /** @returns the last line of it; the same where text goes on in it, or where it has no end */
  function block(from: number): number {
    const [, kind = '', language] = BEGIN.exec(lines[from] ?? '') ?? [];
    const name = kind.toLowerCase();
    if (!/^(?:src|example|comment|export)$/.test(name)) return from;
    const to = endOf(from, `#+end_${name}`);
    if (to === from || name === 'comment' || name === 'export') return to;
    draft.leaveOut(to);
    if (to > from + 1) draft.code(from + 1, to, name === 'src' ? language : '');
    return to;
  }

  /** Properties of a headline. */
  function drawer(from: number): number {
    return endOf(from, ':end:');
  }

  /** The line that closes what is opened at `from`. */
  function endOf(from: number, mark: string): number {
    const isEnd = (line: string | undefined) => line?.trim().toLowerCase() === mark;
    if ((ends.get(mark) ?? -1) < from) return from;
    let to = from + 1;
    while (!isEnd(lines[to])) to += 1;
    return to;
  }

  /** Lines that begin with a colon. */
  function literal(from: number): number {
    const to = from + lengthOf(from, LITERAL);
    draft.code(from, to, '', /^\s*: ?/);
    return to - 1;
  }

  function table(from: number): number {
    const to = from + lengthOf(from, ROW);
    const rows = lines.slice(from, to).filter((line) => !/^\s*\|-/.test(line));
    const hasHeader = /^\s*\|-/.test(lines[from + 1] ?? '') && rows.length > 1;
    const cells = rows.map((row) =>
      row
        .trim()
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((cell) => cell.trim()),
    );
    if (cells.length > 0) draft.rows(from, to, markdownTable({ rows: cells, hasHeader }));
    return to - 1;
  }

  function lengthOf(from: number, kind: RegExp): number {
    let to = from;
    while (kind.test(lines[to] ?? '')) to += 1;
    return to - from;
  }
}

/** Without what is for the planner alone. */
function titleOf(headline: string): string {
  return headline
    .replace(/^(?:TODO|DONE|NEXT|WAITING|CANCELLED)\s+/, '')
    .replace(/^\[#\w\]\s+/, '')
    .replace(/\s+:[\w@#%:]+:\s*$/, '')
    .trim();
}

function inline(prose: string): string {
  return prose
    .replace(/\[\[(?:file:|id:|\*|#)[^\]\n]*\]\[([^\]\n]+)\]\]/g, '$1')
    .replace(/\[\[([^\]\n]+)\]\[([^\]\n]+)\]\]/g, '[$2]($1)')
    .replace(/\[\[(?:file:|\*|#)?([^\]\n]+)\]\]/g, '$1')
    .replace(/(?<![\w/])([=~])(\S|\S[^=~\n]*?\S)\1(?!\w)/g, '`$2`');
}
