import type { Nodes, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Structure } from './format.ts';
import { frontMatter } from './front-matter.ts';
import { HeadingPath } from './heading-path.ts';
import type { Block } from './port.ts';

/** Inline constructs change no block and are where nesting bombs cost time. */
const BLOCKS_ONLY = {
  disable: {
    null: [
      'attention',
      'autolink',
      'codeText',
      'hardBreakEscape',
      'htmlText',
      'labelEnd',
      'labelStartImage',
      'labelStartLink',
    ],
  },
};

/** micromark keeps every event of its input; larger texts go through it in parts of about this length. */
const WINDOW = 200_000;

const KINDS: Partial<Record<Nodes['type'], Block['kind']>> = {
  heading: 'heading',
  list: 'list',
  code: 'code',
  table: 'table',
};

/** Blocks of a Markdown text by CommonMark and GFM tables; the title is the first heading of the highest level. */
export function markdownBlocks(text: string): Structure {
  const path = new HeadingPath();
  const blocks: Block[] = [];
  let title: { level: number; name: string } | null = null;
  for (const { node, start, end } of nodes(text)) {
    if (node.type === 'thematicBreak') continue;
    if (node.type === 'html' && isComment(text.slice(start, end))) continue;
    if (node.type === 'heading') {
      const name = plain(node);
      if (name && (!title || node.depth < title.level)) title = { level: node.depth, name };
      path.enter(node.depth, name);
    }
    blocks.push({ kind: KINDS[node.type] ?? 'paragraph', start, end, headings: path.titles() });
  }
  return { title: title?.name ?? null, blocks };
}

/** Top-level nodes with their offsets in the text, front matter left out. */
function* nodes(text: string): Generator<{ node: RootContent; start: number; end: number }> {
  let start = frontMatter(text).end;
  while (start < text.length) {
    const end = windowEnd(text, start);
    const tree = fromMarkdown(text.slice(start, end), {
      extensions: [gfmTable(), BLOCKS_ONLY],
      mdastExtensions: [gfmTableFromMarkdown()],
    });
    for (const node of tree.children) {
      const { start: from, end: to } = node.position ?? {};
      yield { node, start: start + (from?.offset ?? 0), end: start + (to?.offset ?? 0) };
    }
    start = end;
  }
}

/** A heading after a blank line, else a blank line, some way on. */
function windowEnd(text: string, start: number): number {
  if (text.length - start <= 1.5 * WINDOW) return text.length;
  const reach = text.slice(start + WINDOW / 2, start + WINDOW);
  const heading = Math.max(
    ...[1, 2, 3].map((level) => reach.lastIndexOf(`\n\n${'#'.repeat(level)} `)),
  );
  const cut = heading >= 0 ? heading : Math.max(reach.lastIndexOf('\n\n'), reach.lastIndexOf('\n'));
  return cut >= 0 ? start + WINDOW / 2 + cut + 1 : start + WINDOW;
}

function isComment(html: string): boolean {
  return /^<!--(?:(?!-->)[\s\S])*-->$/.test(html.trim());
}

/** A heading's text without the marks of emphasis, code and links. */
function plain(node: Nodes): string {
  const raw =
    'children' in node
      ? node.children.map((child) => ('value' in child ? child.value : '')).join('')
      : '';
  return raw
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\s*\{#[^}]*\}\s*$/, '')
    .replace(/[`*]|<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
