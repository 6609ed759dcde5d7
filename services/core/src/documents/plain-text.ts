import type { Format, Structure } from './format.ts';
import { HeadingPath } from './heading-path.ts';
import type { Block } from './port.ts';

const UNDERLINE = /^([=\-~^"#*+])\1{2,}[ \t]*$/;

/** Paragraphs between blank lines; a line underlined by punctuation, as in reStructuredText, is a heading. */
export const plainText: Format = {
  mediaType: 'text/plain',
  extensions: ['txt', 'text', 'rst', 'adoc', 'asciidoc', 'org', 'tex', 'log'],
  read: (source) => ({ text: source, metadata: {} }),
  structure: textBlocks,
};

function textBlocks(text: string): Structure {
  const path = new HeadingPath();
  const underlines: string[] = [];
  const blocks: Block[] = [];
  let title: string | null = null;
  for (const { start, end } of paragraphs(text)) {
    const [first = '', second = ''] = text.slice(start, end).split('\n', 2);
    const underline =
      first.trim() && second.length + 1 >= first.trimEnd().length
        ? UNDERLINE.exec(second)?.[1]
        : undefined;
    if (!underline) {
      blocks.push({ kind: 'paragraph', start, end, headings: path.titles() });
      continue;
    }
    if (!underlines.includes(underline)) underlines.push(underline);
    path.enter(underlines.indexOf(underline) + 1, first.trim());
    title ??= first.trim();
    const split = start + first.length + 1 + second.length;
    blocks.push({ kind: 'heading', start, end: split, headings: path.titles() });
    if (split + 1 < end)
      blocks.push({ kind: 'paragraph', start: split + 1, end, headings: path.titles() });
  }
  return { title, blocks };
}

function* paragraphs(text: string): Generator<{ start: number; end: number }> {
  let start = 0;
  for (const gap of text.matchAll(/\n[^\S\n]*\n\s*/g)) {
    if (text.slice(start, gap.index).trim()) yield { start, end: gap.index };
    start = gap.index + gap[0].length;
  }
  if (text.slice(start).trim()) yield { start, end: text.length };
}
