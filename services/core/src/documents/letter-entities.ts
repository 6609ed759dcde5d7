import { decodeHTML } from 'entities';

/** Code, in which an entity is meant as it stands: fenced blocks and spans. */
const CODE = /(^ {0,3}(?:```|~~~)[\s\S]*?^ {0,3}(?:```|~~~)|`[^`\n]*`)/m;

/**
 * Letters that Markdown writes as HTML entities (`c&oacute;digo`), outside of code. Those of ASCII stay:
 * `&lt;` and `&amp;` keep what follows from being markup.
 */
export function decodeLetters(markdown: string): string {
  if (!markdown.includes('&')) return markdown;
  return markdown
    .split(CODE)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/&(?:#x?[\da-f]+|[a-z]+\d*);/gi, decoded)))
    .join('');
}

function decoded(entity: string): string {
  const text = decodeHTML(entity);
  return /^[^\x00-\x9f\ufffd\p{Cf}]$/u.test(text) ? text : entity;
}
