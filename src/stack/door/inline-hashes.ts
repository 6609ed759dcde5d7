import { createHash } from 'node:crypto';

/** A comment, whose text is no script, or a script with its attributes and its text. */
const parts = /<!--[\s\S]*?-->|<script\b((?:"[^"]*"|'[^']*'|[^'">])*)>([\s\S]*?)<\/script\b/gi;

/**
 * Sources of a Content-Security-Policy for the inline scripts of an HTML file, as
 * `'sha256-…'` (CSP Level 3, section 6.7.3.3). A browser hashes the text as it has parsed it: in UTF-8, with line
 * feeds alone.
 */
export function inlineHashes(html: string): string[] {
  const text = html.replace(/\r\n?/g, '\n');
  const scripts = [...text.matchAll(parts)]
    .filter(([, attributes]) => attributes !== undefined && !/(^|\s)src\s*=/i.test(attributes))
    .map(([, , script = '']) => script);
  const hash = (script: string) => createHash('sha256').update(script).digest('base64');
  return [...new Set(scripts.map((script) => `'sha256-${hash(script)}'`))];
}
