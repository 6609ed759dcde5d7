import { ServiceError } from '../contract/errors.ts';
import type { Source } from './format.ts';
import { asFact, asProse, indentOf, LineDraft } from './line-draft.ts';
import { markdownTable, type Table } from './markdown-table.ts';
import { csvTable, listTable } from './rst-directive-table.ts';
import { directiveKind, directiveText } from './rst-directives.ts';
import { rstInline, rstNames } from './rst-inline.ts';
import { readTable, tableLength } from './rst-table.ts';

/** Any character of ASCII that is neither letter nor digit, again and again. */
const ADORNMENT = /^([!-/:-@[-`{-~])\1*$/;
const DIRECTIVE = /^\.\.[ \t]+(?:\|[^|]+\|[ \t]+)?([\w:+.-]*\w)[ \t]?::(?:[ \t]+(.*))?$/;
const FOOTNOTE = /^\.\.[ \t]+\[([^\]]+)\](?:[ \t]+(.*))?$/;
/** What stands before the text of a directive whose argument is a part of its body, and the options of that. */
const OPENING = /^\s*(?:\.\.[ \t]+[^\s:]+[ \t]?::[ \t]*|:[\w-]+:.*$)?/;
const OPTION = /^\s+:[\w -]+:(\s|$)/;
const BULLET = /^(?:[-*+•]|\(?(?:\d+|#|[a-zA-Z])[.)])[ \t]+/;

/** Comments such as `.. title: Pumps`, at the start, which Nikola takes for metadata. */
const REMARK = /^\.\. (title|author|date|description|category|tags): +(\S.*)$/;

/** A shallower indentation of prose is none of code. */
const DEEPEST = 3;

/** Source: docutils' reStructuredText Markup Specification. */
export function readRst(source: string): Source {
  const reader = new RstReader(source.split('\n'));
  reader.read();
  const names = rstNames(source);
  const text = reader.draft.text((lines) => rstInline(lines, names));
  if (source.trim() !== '' && text.trim() === '') throw withoutText();
  return { text: text.normalize('NFC'), metadata: reader.metadata };
}

function withoutText(): ServiceError {
  return new ServiceError(
    'DOCUMENT_EMPTY',
    'The document holds no text of its own: it has comments and directives alone, such as an include.',
    'Leave it out; what it includes is read where that is ingested itself.',
  );
}

class RstReader {
  readonly draft: LineDraft;
  readonly metadata: Record<string, string | string[]> = {};
  readonly #lines: readonly string[];
  /** Ways in which titles are adorned, in the order of their levels. */
  readonly #styles: string[] = [];
  #hasText = false;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.draft = new LineDraft(lines);
  }

  read(): void {
    this.#body(0, this.#lines.length, 0, true);
  }

  /** @param isTop whether titles may stand in it */
  #body(from: number, to: number, margin: number, isTop: boolean): void {
    let at = from;
    let isStart = true;
    while (at < to) {
      const line = this.#line(at);
      if (line.trim() === '') {
        isStart = true;
        at += 1;
        continue;
      }
      const indented = at > from && indentOf(line) !== indentOf(this.#line(at - 1));
      const next = isStart || indented ? this.#special(at, to, isTop && isStart) : at;
      if (next > at) {
        at = next;
        isStart = true;
      } else {
        at = this.#prose(at, to, margin);
        isStart = false;
      }
    }
  }

  #line(at: number): string {
    return this.#lines[at] ?? '';
  }

  /** What is no prose. @returns the line after it; the same where there is none */
  #special(at: number, to: number, isTop: boolean): number {
    const line = this.#line(at);
    if (isTop && indentOf(line) === 0) {
      const after = this.#title(at, to);
      if (after > at) return after;
    }
    if (isRule(line)) return at + 1;
    if (/^\s*__ \S/.test(line)) return at + 1;
    if (/^\s*\.\.(\s|$)/.test(line)) return this.#markup(at, to);
    if (/^\s*>>> /.test(line)) return this.#doctest(at, to);
    const length = tableLength(this.#lines, at, to);
    if (length > 0) this.#rows(at, at + length, readTable(this.#lines.slice(at, at + length)));
    return at + length;
  }

  #title(at: number, to: number): number {
    const [first, second, third] = [at, at + 1, at + 2].map((i) =>
      i < to ? this.#line(i).trimEnd() : '',
    );
    if (!first || !second) return at;
    const over = ADORNMENT.exec(first)?.[1];
    if (over && first === third && isWide(first, second)) {
      this.#enter(at + 1, `${over}${over}`, second.trim());
      return at + 3;
    }
    const under = ADORNMENT.exec(second)?.[1];
    if (!under || over || !isWide(second, first)) return at;
    this.#enter(at, under, first);
    return at + 2;
  }

  #enter(at: number, style: string, title: string): void {
    if (!this.#styles.includes(style)) this.#styles.push(style);
    this.#hasText = true;
    this.draft.heading(at, this.#styles.indexOf(style) + 1, title);
  }

  /** Directives, footnotes, comments and targets. */
  #markup(at: number, to: number): number {
    const line = this.#line(at).trim();
    const end = this.#bodyEnd(at, to);
    const [, note, text = ''] = FOOTNOTE.exec(line) ?? [];
    const [, name, argument = ''] = DIRECTIVE.exec(line) ?? [];
    if (note !== undefined) {
      this.#say(at, `[${note}] ${text}`);
      this.#inner(at + 1, end);
    } else if (name !== undefined) this.#directive(at, end, name, argument.trim());
    else if (!this.#hasText) this.#remark(at, line);
    return end;
  }

  /** Of what is indented below a line. */
  #bodyEnd(at: number, to: number): number {
    const indent = indentOf(this.#line(at));
    // Two full stops alone, above a blank line, are a comment of that line.
    if (this.#line(at).trim() === '..' && this.#line(at + 1).trim() === '') return at + 1;
    let end = at + 1;
    for (let i = at + 1; i < to; i += 1) {
      if (this.#line(i).trim() === '') continue;
      if (indentOf(this.#line(i)) <= indent) break;
      end = i + 1;
    }
    return end;
  }

  #directive(at: number, end: number, name: string, argument: string): void {
    let from = at + 1;
    while (from < end && OPTION.test(this.#line(from))) from += 1;
    while (from < end && this.#line(from).trim() === '') from += 1;
    const [options, body] = [this.#lines.slice(at + 1, from), this.#lines.slice(from, end)];
    const said = directiveText(name, argument, body.length > 0);
    const kind = directiveKind(name, argument);
    switch (kind) {
      case 'code':
        if (from < end) this.draft.code(from, end, argument.split(' ')[0]);
        return;
      case 'verbatim':
        if (argument) this.draft.code(at, end, '', OPENING);
        else if (from < end) this.draft.code(from, end);
        return;
      case 'csv':
      case 'lists': {
        const table = kind === 'csv' ? csvTable(options, body) : listTable(options, body);
        this.#say(at, asProse(said));
        this.#rows(said ? at + 1 : at, end, table);
        if (table.rows.length === 0) this.#inner(from, end);
        return;
      }
      case 'heading':
        this.draft.heading(at, this.#styles.length + 1, argument);
        return;
      case 'title':
        this.#enter(at, 'title', argument);
        return;
      case 'prose':
        this.#say(at, asProse(said));
        this.#inner(from, end);
        return;
      case 'nothing':
    }
  }

  #inner(from: number, end: number): void {
    const indents = this.#lines
      .slice(from, end)
      .filter((line) => line.trim())
      .map(indentOf);
    if (indents.length > 0) this.#body(from, end, Math.min(...indents), false);
  }

  #remark(at: number, line: string): void {
    const [, key, value = ''] = REMARK.exec(line) ?? [];
    if (key === undefined) return;
    if (key === 'title') {
      this.draft.heading(at, 1, value);
      this.#styles.unshift('title');
    } else if (key === 'tags') this.metadata.tags = value.split(/\s*,\s*/).filter(Boolean);
    else this.metadata[key] = asFact(value);
  }

  #rows(at: number, end: number, table: Table): void {
    if (table.rows.length === 0) return;
    this.#hasText = true;
    this.draft.rows(at, end, markdownTable(table));
  }

  #doctest(at: number, to: number): number {
    let end = at;
    while (end < to && this.#line(end).trim() !== '') end += 1;
    this.draft.code(at, end, 'python');
    return end;
  }

  /** A line of a paragraph, with the literal block that it announces. @returns the line after that */
  #prose(at: number, to: number, margin: number): number {
    const line = this.#line(at);
    const text = line.trim();
    const indent = indentOf(line);
    const own = indent + (BULLET.exec(text)?.[0].length ?? 0);
    const [from, end] = text.endsWith('::') ? this.#literal(at + 1, to, own) : [to, to];
    const isOpened = from < end;
    const said = isOpened ? text.replace(/(^|\s)::$/, '').replace(/::$/, ':') : text;
    // A rule below several lines would make a heading of them in Markdown.
    if (!isRule(text) && !/^[-=]{1,3}$/.test(text) && said !== '')
      this.#say(at, ' '.repeat(Math.max(0, Math.min(indent - margin, DEEPEST))) + plainLine(said));
    if (isOpened) this.draft.code(from, end);
    return isOpened ? end : at + 1;
  }

  /** Where the block begins and ends that is indented deeper than the line before it. */
  #literal(at: number, to: number, indent: number): [number, number] {
    let from = at;
    while (from < to && this.#line(from).trim() === '') from += 1;
    let end = from;
    for (let i = from; i < to; i += 1) {
      if (this.#line(i).trim() === '') continue;
      if (indentOf(this.#line(i)) < indent + 1) break;
      end = i + 1;
    }
    return [from, end];
  }

  #say(at: number, text: string): void {
    if (text === '') return;
    this.#hasText = true;
    this.draft.prose(at, text);
  }
}

/** A line that parts sections, or what is left of a broken title. */
function isRule(line: string): boolean {
  const text = line.trim();
  return text.length >= 4 && ADORNMENT.test(text);
}

function isWide(adornment: string, title: string): boolean {
  const text = title.trim();
  return text !== '' && (adornment.length >= 4 || adornment.length >= text.length);
}

/** Marks at the start of a line as Markdown has them. */
function plainLine(text: string): string {
  if (/^:orphan:$/.test(text)) return '';
  return asProse(
    text
      .replace(/^#\.(?=\s)/, '1.')
      .replace(/^•(?=\s)/, '-')
      .replace(/^:([^:`\s][^:`]*):(?=\s|$)/, '- $1:')
      .replace(/^\|(?:\s+|$)(?!.*\|$)/, ''),
  );
}
