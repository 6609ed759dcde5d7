import type { ConfigValues } from '../config/schema.ts';
import { inlineHashes } from '../stack/door/inline-hashes.ts';
import { pageFolder } from './page-folder.ts';

/** Files that the bootstrap of a Flutter build loads, old and new. */
const FLUTTER = /\b(flutter(_bootstrap)?|main\.dart)\.js\b/;

/**
 * What keeps the page from showing, where it can be told before a browser stays blank; null: nothing.
 * @throws GeckoError what pageFolder throws
 */
export function pageAdvice(web: ConfigValues['web']): string | null {
  const { index } = pageFolder(web);
  if (index === null || web.csp !== 'strict') return null;
  if (FLUTTER.test(index))
    return 'web.root holds a Flutter build, which stays blank under the policy strict. Set web.csp to flutter.';
  if (inlineHashes(index).length === 0) return null;
  return 'index.html of web.root has scripts in it, which the policy strict does not run. Move them into files, or write a policy with their hashes into web.csp.';
}
