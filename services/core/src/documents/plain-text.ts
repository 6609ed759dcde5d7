import type { Format, Structure } from './format.ts';
import { HeadingPath } from './heading-path.ts';
import type { Block } from './port.ts';

const UNDERLINE = /^([=\-~^"#*+])\1{2,}[ \t]*$/;

/** Paragraphs between blank lines; a line underlined by punctuation, perhaps also overlined, is a heading. */
export const plainText: Format = {
  mediaType: 'text/plain',
  extensions: ['txt', 'text', 'tex', 'log'],
  read: (source) => ({ text: source, metadata: {} }),
  structure: textBlocks,
};

function textBlocks(text: string): Structure {
  const path = new HeadingPath();
  const adornments: string[] = [];
  const blocks: Block[] = [];
  let title: string | null = null;
  for (const { start, end } of paragraphs(text)) {
    const lines = text.slice(start, end).split('\n', 3);
    const found = underlined(lines, 1) ?? underlined(lines, 0);
    if (!found) {
      blocks.push({ kind: 'paragraph', start, end, headings: path.titles() });
      continue;
    }
    const { name, adornment, length } = found;
    if (!adornments.includes(adornment)) adornments.push(adornment);
    path.enter(adornments.indexOf(adornment) + 1, name);
    title ??= name;
    const split = start + length;
    blocks.push({ kind: 'heading', start, end: split, headings: path.titles() });
    if (split + 1 < end)
      blocks.push({ kind: 'paragraph', start: split + 1, end, headings: path.titles() });
  }
  return { title, blocks };
}

/** The heading in the line `at`, with a line of the same punctuation above it where there is one above. */
function underlined(
  lines: readonly string[],
  at: 0 | 1,
): { name: string; adornment: string; length: number } | null {
  const [title = '', below = ''] = lines.slice(at);
  const adornment = UNDERLINE.exec(below)?.[1];
  if (!title.trim() || !adornment || below.length + 1 < title.trimEnd().length) return null;
  if (at === 1 && lines[0]?.trimEnd() !== below.trimEnd()) return null;
  const length = lines.slice(0, at + 2).join('\n').length;
  return { name: title.trim(), adornment: adornment.repeat(at + 1), length };
}

function* paragraphs(text: string): Generator<{ start: number; end: number }> {
  let start = 0;
  for (const gap of text.matchAll(/\n[^\S\n]*\n\s*/g)) {
    if (text.slice(start, gap.index).trim()) yield { start, end: gap.index };
    start = gap.index + gap[0].length;
  }
  if (text.slice(start).trim()) yield { start, end: text.length };
}
