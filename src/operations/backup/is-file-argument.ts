import { statSync } from 'node:fs';

/** Whether a file is meant, rather than an id of a backup: by its look, or because it is there. */
export function isFileArgument(asked: string): boolean {
  if (/[/\\]|\.(tar|tgz|tar\.gz|tar\.zst)$/i.test(asked)) return true;
  return asked !== 'latest' && (statSync(asked, { throwIfNoEntry: false })?.isFile() ?? false);
}
