import { aliasLine, optionRow, usageLine } from './command-help.ts';
import type { ListedCommand } from './commands/list.ts';
import type { CommandSpec } from './commands/spec.ts';
import { globalOptions } from './global-options.ts';

/** Manual pages by file name, in roff with the man macros (man(7)), from the command data. */
export function manPages(
  list: readonly (ListedCommand & { spec: CommandSpec })[],
  version: string,
): Map<string, string> {
  const pages = new Map([['gecko.1', rootPage(list, version)]]);
  for (const { spec } of list) pages.set(`gecko-${spec.name}.1`, commandPage(spec, version));
  return pages;
}

function rootPage(
  list: readonly (ListedCommand & { spec: CommandSpec })[],
  version: string,
): string {
  return [
    header('gecko', version, 'documents in, cited answers out'),
    section('SYNOPSIS', '.B gecko\n.I COMMAND\n[OPTIONS] [ARGUMENTS]'),
    section(
      'DESCRIPTION',
      escaped(
        'Operates a private RAG system: ingests documents, and answers questions from them with citations.',
      ),
    ),
    section(
      'COMMANDS',
      ...list.map(({ name, spec }) => entry(`gecko ${name}`, `${spec.summary}; gecko-${name}(1)`)),
    ),
    section(
      'OPTIONS OF EVERY COMMAND',
      ...globalOptions.map((option) => entry(...optionRow(option))),
    ),
    section(
      'FILES',
      escaped(
        'gecko.yaml in the working directory or above; gecko config --origin prints where each value came from.',
      ),
    ),
  ].join('');
}

function commandPage(spec: CommandSpec, version: string): string {
  const { name, subcommands = [] } = spec;
  return [
    header(`gecko-${name}`, version, spec.summary),
    section(
      'SYNOPSIS',
      [[spec], ...subcommands.map((inner) => [spec, inner])].map(synopsis).join('\n.br\n'),
    ),
    section('DESCRIPTION', paragraphs(spec)),
    ...parts(spec, [spec]),
    ...subcommands.flatMap((inner) => [
      section(`GECKO ${name} ${inner.name}`.toUpperCase(), paragraphs(inner)),
      ...parts(inner, [spec, inner], '.SS'),
    ]),
    section('SEE ALSO', '.BR gecko (1)'),
  ].join('');
}

function parts(spec: CommandSpec, path: readonly CommandSpec[], macro = '.SH'): string[] {
  const { aliases = [], options = [], examples } = spec;
  const named = (spec.arguments ?? []).map(({ name, summary }) => entry(name, summary));
  const part = (title: string, rows: readonly string[]) =>
    rows.length === 0 ? [] : [section(title, ...rows).replace('.SH', macro)];
  return [
    ...part(
      'ALSO',
      aliases.map((alias) => `${escaped(aliasLine(path, alias))}\n.br`),
    ),
    ...part('ARGUMENTS', named),
    ...part(
      'OPTIONS',
      options.map((option) => entry(...optionRow(option))),
    ),
    ...part(
      'EXAMPLES',
      examples.map(({ command, summary }) => entry(command, summary)),
    ),
  ];
}

function paragraphs({ summary, description }: CommandSpec): string {
  return [`${summary}.`, ...(description ?? '').split('\n\n')]
    .filter((text) => text !== '')
    .map(escaped)
    .join('\n.PP\n');
}

function synopsis(path: readonly CommandSpec[]): string {
  return escaped(usageLine(path).replace('Usage: ', ''));
}

function header(name: string, version: string, summary: string): string {
  return `.TH ${name.toUpperCase()} 1 "" "gecko ${version}" "gecko"\n.SH NAME\n${escaped(name)} \\- ${escaped(summary)}\n`;
}

function section(title: string, ...content: string[]): string {
  return `.SH "${title}"\n${content.join('\n')}\n`;
}

function entry(term: string, text: string): string {
  return `.TP\n.B ${escaped(term)}\n${escaped(text)}`;
}

/** A backslash, a dash that is typed, and a dot or quote that would begin a request. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&');
}
