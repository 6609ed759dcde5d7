import type { ConfigValues } from '../config/schema.ts';
import { pageFolder } from './page-folder.ts';

/** Files that the bootstrap of a Flutter build loads, old and new. */
const FLUTTER = /\b(flutter(_bootstrap)?|main\.dart)\.js\b/;

/**
 * What keeps the page from showing, where it can be told before a browser stays blank; null: nothing.
 * @throws GeckoError what pageFolder throws
 */
export function pageAdvice(web: ConfigValues['web']): string | null {
  const { index } = pageFolder(web);
  if (index === null || web.csp !== 'strict' || !FLUTTER.test(index)) return null;
  return 'web.root holds a Flutter build, which stays blank under the policy strict. Set web.csp to flutter.';
}
