import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import { linkTarget } from './link-target.ts';

/** Marks of passages look like links by reference: a definition in the answer must not make them such. */
const marked = new Marked({
  gfm: true,
  tokenizer: { def: () => undefined },
  renderer: {
    // What a model writes as HTML, or a document has in it, is read as it stands.
    html: ({ text }) => escaped(text),
    image: ({ text }) => escaped(text),
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
});

const allowed = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'a'],
    ...['ul', 'ol', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'start'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

/** Markdown of a model as elements that can do nothing: no picture, no frame, no form, no style, no handler. */
export function plainMarkdown(markdown: string): DocumentFragment {
  const html = marked.parse(markdown, { async: false });
  const fragment = DOMPurify.sanitize(html, { ...allowed, RETURN_DOM_FRAGMENT: true });
  for (const link of fragment.querySelectorAll('a')) {
    const target = linkTarget(link.getAttribute('href') ?? '');
    if (target) link.href = target.href;
    else link.replaceWith(...link.childNodes);
  }
  return fragment;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
