/** What names stand for in a text of reStructuredText, by name in lower case. */
export interface RstNames {
  /** Addresses of `.. _name: https://…`. */
  targets: ReadonlyMap<string, string>;
  /** Texts of `.. |name| replace:: text`. */
  substitutions: ReadonlyMap<string, string>;
}

export function rstNames(source: string): RstNames {
  const targets = new Map<string, string>();
  for (const [, quoted, bare, url] of source.matchAll(
    /^[ \t]*\.\. _(?:`([^`\n]+)`|([^`:\n][^:\n]*)):[ \t]+(\S+:\S+)[ \t]*$/gm,
  ))
    targets.set(nameOf(quoted ?? bare ?? ''), url ?? '');
  const substitutions = new Map<string, string>();
  for (const [, name = '', text = ''] of source.matchAll(
    /^[ \t]*\.\. \|([^|\n]+)\| replace::[ \t]*(\S.*)$/gm,
  ))
    substitutions.set(nameOf(name), text.trim());
  return { targets, substitutions };
}

/**
 * Inline markup of reStructuredText as that of Markdown, with as many lines as before: literals,
 * links whose address is known, and roles by their text.
 */
export function rstInline(text: string, names: RstNames): string {
  return text
    .split(/(``[^`](?:[^`]|`(?!`))*``)/)
    .map((part, i) => (i % 2 === 1 ? part.slice(1, -1) : withoutMarks(part, names)))
    .join('');
}

function withoutMarks(text: string, { targets, substitutions }: RstNames): string {
  return text
    .replace(/\|([^|\s][^|\n]*)\|_{0,2}/g, (all, name: string) => {
      return substitutions.get(nameOf(name)) ?? all;
    })
    .replace(/(?::[\w:+.-]+:)`[~!]?([^`]+)`/g, (_, inner: string) =>
      inner.replace(/\s*<[^<>]*>$/, ''),
    )
    .replace(/`([^`<]*?)\s*<([^`<>\s]+)>`__?/g, (_, label: string, url: string) =>
      linked(label || url, url.endsWith('_') ? targets.get(nameOf(url.slice(0, -1))) : url),
    )
    .replace(/`([^`]+)`__?(?!\w)/g, (_, label: string) => linked(label, targets.get(nameOf(label))))
    .replace(
      /(?<![\w`/:.])([\p{L}\p{N}][\p{L}\p{N}._+-]*?)__?(?![\w`])/gu,
      (all, label: string) => {
        const url = targets.get(nameOf(label));
        return url === undefined ? all : linked(label, url);
      },
    )
    .replace(/(\[[#*\w-]+\])_(?!\w)/g, '$1')
    .replace(/(?<![\w`])`([^`]+)`(?::[\w:+.-]+:)?(?![\w`])/g, '$1')
    .replace(/\\ /g, '');
}

function linked(label: string, url: string | undefined): string {
  return url === undefined ? label : `[${label}](${url})`;
}

function nameOf(name: string): string {
  return name.replace(/\s+/g, ' ').trim().toLowerCase();
}
