/** Extensions whose documents are text that means the same after it was cut and joined. */
const TEXT = /\.(md|markdown|mdx|mdown|mkd|qmd)$/i;

/**
 * Paths of documents in a source by the `source` that langchain noted: without the folder that all have in
 * common, and with an ending that tells that the text is Markdown by now.
 */
export function documentPaths(sources: readonly string[]): Map<string, string> {
  const parts = new Map(sources.map((source) => [source, partsOf(source)]));
  const common = commonFolder([...parts.values()]);
  const taken = new Set<string>();
  const paths = new Map<string, string>();
  for (const source of sources.toSorted()) {
    const path = (parts.get(source) ?? []).slice(common).join('/') || 'untitled';
    const named = TEXT.test(path) ? path : `${path}.md`;
    const free = freeName(named, taken);
    taken.add(free);
    paths.set(source, free);
  }
  return paths;
}

/** `C:\docs\a.pdf`, `./docs/a.pdf` and `https://host/a?b` in parts, none of which leads upward. */
function partsOf(source: string): string[] {
  return source
    .normalize('NFC')
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .split(/[/\\]/)
    .map((part) =>
      part
        .replace(/\p{Cc}|[?#*:|"<>]/gu, '_')
        .trim()
        .slice(0, 200),
    )
    .filter((part) => part !== '' && part !== '.' && part !== '..');
}

/** How many parts at the beginning all have in common, the last one aside. */
function commonFolder(all: readonly (readonly string[])[]): number {
  const [first = []] = all;
  const least = Math.min(...all.map((parts) => parts.length - 1));
  const differs = first.findIndex((part, index) => all.some((parts) => parts[index] !== part));
  return Math.max(0, Math.min(least, differs === -1 ? least : differs));
}

function freeName(path: string, taken: ReadonlySet<string>): string {
  if (!taken.has(path)) return path;
  for (let number = 2; ; number += 1) {
    const other = path.replace(/(\.[^./]+)$/, ` (${number})$1`);
    if (!taken.has(other)) return other;
  }
}
