import { Parser } from 'htmlparser2';
import type { Source, TextFormat } from './format.ts';
import { HtmlText } from './html-text.ts';
import { markdownBlocks } from './markdown-blocks.ts';

/** Never read by a person who looks at the page; a button is where it is all of a label. */
const SKIPPED = new Set(
  'script style nav template noscript svg math iframe object canvas select textarea button dialog audio video'.split(
    ' ',
  ),
);

/** Answers may fold up below these, and their questions be buttons. */
const LABEL = /^(h[1-6]|summary|dt)$/;

const META: ReadonlyMap<string, string> = new Map([
  ['description', 'description'],
  ['author', 'author'],
  ['keywords', 'keywords'],
  ['date', 'date'],
  ['dc.date', 'date'],
  ['article:published_time', 'date'],
  ['dc.creator', 'author'],
]);

/**
 * Pages are stored as Markdown-like text (`# ` headings, `- ` items, `| ` tables, fenced code), so
 * that stored text has structure again at a reindex.
 */
export const html: TextFormat = {
  mediaType: 'text/html',
  aliases: ['application/xhtml+xml'],
  extensions: ['html', 'htm', 'xhtml'],
  hasOtherLines: true,
  read: readPage,
  structure: markdownBlocks,
};

function readPage(source: string): Source {
  const out = new HtmlText();
  const metadata: Record<string, string> = {};
  let title = '';
  let skipped = 0;
  let inTitle = false;
  /** Text of the label that is open. */
  let label: string | null = null;
  const isLabel = (name: string) => name === 'button' && label?.trim() === '';
  const parser = new Parser({
    onopentag(name, attributes) {
      const isSkipped = SKIPPED.has(name) && !isLabel(name);
      if (skipped > 0 || isSkipped || isHidden(attributes)) skipped += 1;
      else if (name === 'title') inTitle = true;
      else if (name === 'meta') addMeta(metadata, attributes);
      else {
        if (name === 'html' && attributes.lang) metadata.lang = attributes.lang.toLowerCase();
        if (LABEL.test(name)) label = '';
        out.open(name, attributes);
      }
    },
    ontext(text) {
      if (skipped > 0) return;
      if (label !== null) label += text;
      if (inTitle) title += text;
      else out.text(text);
    },
    onclosetag(name) {
      if (skipped > 0) skipped -= 1;
      else if (name === 'title') inTitle = false;
      else {
        if (LABEL.test(name)) label = null;
        out.close(name);
      }
    },
  });
  parser.end(source);
  const body = out.end();
  const name = clean(title);
  const text = name && !body.startsWith(`# ${name}\n`) ? `# ${name}\n\n${body}` : body;
  return { text: sound(text, source), metadata };
}

function isHidden(attributes: Record<string, string>): boolean {
  return (
    attributes.hidden !== undefined ||
    attributes['aria-hidden'] === 'true' ||
    /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attributes.style ?? '')
  );
}

function addMeta(metadata: Record<string, string>, attributes: Record<string, string>): void {
  const key = META.get((attributes.name ?? attributes.property ?? '').toLowerCase());
  const value = clean(attributes.content ?? '');
  if (key && value) metadata[key] ??= value.slice(0, 2_000);
}

function clean(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** References such as `&#0;` or `&#xD800;` come back as U+FFFD, which the page did not hold. */
function sound(text: string, source: string): string {
  const normal = text.normalize('NFC');
  return source.includes('\ufffd') ? normal : normal.replaceAll('\ufffd', '');
}
