/** Longest target shown beside a link; all of it stands in the tip. */
const LONGEST = 60;

export interface LinkTarget {
  href: string;
  /** The true target, host first. */
  shown: string;
}

/**
 * Where a link of a model leads, by the browser's own reading of the address: `https://bank.example@evil.example`
 * shows evil.example. Null for all but http, https and mailto.
 */
export function linkTarget(address: string): LinkTarget | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol === 'mailto:') return { href: url.href, shown: cut(url.pathname) };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  url.username = '';
  url.password = '';
  const rest = `${url.pathname}${url.search}${url.hash}`;
  return { href: url.href, shown: url.host + cut(rest === '/' ? '' : rest) };
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
