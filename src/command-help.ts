import type { ListedCommand } from './commands/list.ts';
import type { ArgumentSpec, CommandSpec, OptionSpec } from './commands/spec.ts';
import { globalOptions } from './global-options.ts';
import { wrap } from './ui/wrap.ts';

/** Wide enough to read, narrow enough for every terminal; the same on each machine. */
const columns = 80;

/** `Usage: gecko corpus show [OPTIONS] <document>`; the last spec is the one that is meant. */
export function usageLine(path: readonly CommandSpec[]): string {
  const spec = path.at(-1);
  return [
    'Usage: gecko',
    ...path.map(({ name }) => name),
    ...(spec?.options?.length ? ['[OPTIONS]'] : []),
    ...(spec?.subcommands?.length ? [spec.run ? '[COMMAND]' : 'COMMAND'] : []),
    ...(spec?.arguments ?? []).map(argumentSyntax),
  ].join(' ');
}

/** `<name>`, `[name]`, `<name...>`, as commander and the usage line write it. */
export function argumentSyntax({ name, required, variadic }: ArgumentSpec): string {
  const inner = variadic ? `${name}...` : name;
  return required ? `<${inner}>` : `[${inner}]`;
}

/** `gecko corpus ls`: the command of path under its other name. */
export function aliasLine(path: readonly CommandSpec[], alias: string): string {
  return ['gecko', ...path.slice(0, -1).map(({ name }) => name), alias].join(' ');
}

/** What `gecko NAME --help` prints. */
export function commandHelp(path: readonly CommandSpec[]): string {
  const spec = path.at(-1);
  if (!spec) return '';
  const { aliases = [], subcommands = [] } = spec;
  const examples = spec.examples.map(({ command, summary }) => `  ${command}\n      ${summary}`);
  return paragraphs(
    usageLine(path),
    wrap(`${spec.summary}.`, columns),
    ...(spec.description ?? '').split('\n\n').map((text) => wrap(text, columns)),
    aliases.length > 0 && `Also: ${aliases.map((alias) => aliasLine(path, alias)).join(', ')}`,
    table(
      'Arguments',
      (spec.arguments ?? []).map(({ name, summary }) => [name, summary]),
    ),
    table(
      'Commands',
      subcommands.map((inner) => [inner.name, inner.summary]),
    ),
    table('Options', (spec.options ?? []).map(optionRow)),
    examples.length > 0 && `Examples:\n${examples.join('\n')}`,
    subcommands.length > 0
      ? `gecko ${spec.name} COMMAND --help tells more about one of them.`
      : 'gecko --help lists the options that every command has.',
  );
}

/** What `gecko --help` prints. */
export function rootHelp(
  list: readonly (ListedCommand & { spec: CommandSpec })[],
  version: string,
): string {
  const groups = [...new Set(list.map(({ group }) => group))];
  return paragraphs(
    `gecko ${version}: documents in, cited answers out`,
    'Usage: gecko COMMAND [OPTIONS] [ARGUMENTS]',
    ...groups.map((group) =>
      table(
        group,
        list.filter((entry) => entry.group === group).map(({ name, spec }) => [name, spec.summary]),
        14,
      ),
    ),
    table('Options of every command', [
      ...globalOptions.map(optionRow),
      ['-V, --version', 'print the version'],
      ['-h, --help', 'print help'],
    ]),
    'Examples:\n  gecko quickstart\n  gecko ingest ./docs\n  gecko ask "How do I start?"',
    'gecko COMMAND --help tells more about one of them.',
  );
}

function paragraphs(...parts: (string | false)[]): string {
  return `${parts.filter((part) => part !== false && part !== '').join('\n\n')}\n`;
}

export function optionRow({ flags, summary, choices, ...option }: OptionSpec): [string, string] {
  const facts = [
    ...(choices ? [choices.join(', ')] : []),
    ...(option.default === undefined ? [] : [`default: ${option.default}`]),
    ...(option.repeatable ? ['may be given several times'] : []),
  ];
  return [flags, facts.length > 0 ? `${summary} (${facts.join('; ')})` : summary];
}

function table(title: string, rows: readonly (readonly [string, string])[], least = 0): string {
  if (rows.length === 0) return '';
  const width = Math.min(30, Math.max(least, ...rows.map(([left]) => left.length + 2)));
  const indent = ' '.repeat(width + 2);
  const lines = rows.map(([left, right]) =>
    left.length + 2 > width
      ? `  ${left}\n${wrap(right, columns, indent)}`
      : wrap(right, columns, `  ${left.padEnd(width)}`, indent),
  );
  return `${title}:\n${lines.join('\n')}`;
}
