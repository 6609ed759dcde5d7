import type { ListedCommand } from './commands/list.ts';
import type { ArgumentSpec, CommandSpec, OptionSpec } from './commands/spec.ts';
import { globalOptions } from './global-options.ts';
import { wrap } from './ui/wrap.ts';

/** Wide enough to read, narrow enough for most terminals; the same on each machine. */
const usual = 80;

/** Below it, two columns leave too little for the second. */
const narrow = 60;

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

/** What `gecko NAME --help` prints. @param room columns of the terminal; no more than 80 are used */
export function commandHelp(path: readonly CommandSpec[], room = usual): string {
  const columns = Math.min(room, usual);
  const spec = path.at(-1);
  if (!spec) return '';
  const { aliases = [], subcommands = [] } = spec;
  const examples = spec.examples.map(
    ({ command, summary }) => `${example(command, columns)}\n${wrap(summary, columns, '      ')}`,
  );
  return paragraphs(
    wrap(usageLine(path), columns, '', '  '),
    wrap(`${spec.summary}.`, columns),
    ...(spec.description ?? '').split('\n\n').map((text) => wrap(text, columns)),
    aliases.length > 0 &&
      wrap(`Also: ${aliases.map((alias) => aliasLine(path, alias)).join(', ')}`, columns),
    table(
      'Arguments',
      (spec.arguments ?? []).map(({ name, summary }) => [name, summary]),
      columns,
    ),
    table(
      'Commands',
      subcommands.map((inner) => [inner.name, inner.summary]),
      columns,
    ),
    table('Options', (spec.options ?? []).map(optionRow), columns),
    examples.length > 0 && `Examples:\n${examples.join('\n')}`,
    wrap(
      subcommands.length > 0
        ? `gecko ${spec.name} COMMAND --help tells more about one of them.`
        : 'gecko --help lists the options that every command has.',
      columns,
    ),
  );
}

/** What `gecko --help` prints. */
export function rootHelp(
  list: readonly (ListedCommand & { spec: CommandSpec })[],
  version: string,
  room = usual,
): string {
  const columns = Math.min(room, usual);
  const groups = [...new Set(list.map(({ group }) => group))];
  return paragraphs(
    wrap(`gecko ${version}: documents in, cited answers out`, columns),
    wrap('Usage: gecko COMMAND [OPTIONS] [ARGUMENTS]', columns, '', '  '),
    ...groups.map((group) =>
      table(
        group,
        list.filter((entry) => entry.group === group).map(({ name, spec }) => [name, spec.summary]),
        columns,
        14,
      ),
    ),
    table(
      'Options of every command',
      [
        ...globalOptions.map(optionRow),
        ['-V, --version', 'print the version'],
        ['-h, --help', 'print help'],
      ],
      columns,
    ),
    'Examples:\n  gecko quickstart\n  gecko ingest ./docs\n  gecko ask "How do I start?"',
    wrap('gecko COMMAND --help tells more about one of them.', columns),
  );
}

function paragraphs(...parts: (string | false)[]): string {
  return `${parts.filter((part) => part !== false && part !== '').join('\n\n')}\n`;
}

/** What an option does, after the only runtime that it says anything to. */
export function optionSummary({ runtime, summary }: OptionSpec): string {
  return runtime === undefined ? summary : `${runtime} runtime: ${summary}`;
}

export function optionRow(option: OptionSpec): [string, string] {
  const { flags, choices } = option;
  const summary = optionSummary(option);
  const facts = [
    ...(choices ? [choices.join(', ')] : []),
    ...(option.default === undefined ? [] : [`default: ${option.default}`]),
    ...(option.repeatable ? ['may be given several times'] : []),
  ];
  return [flags, facts.length > 0 ? `${summary} (${facts.join('; ')})` : summary];
}

/** A command to copy is whole, but on a terminal that would break it anywhere. */
function example(command: string, columns: number): string {
  return columns < usual ? wrap(command, columns, '  ', '    ') : `  ${command}`;
}

function table(
  title: string,
  rows: readonly (readonly [string, string])[],
  columns: number,
  least = 0,
): string {
  if (rows.length === 0) return '';
  if (columns < narrow) {
    const entries = rows.map(
      ([left, right]) => `${wrap(left, columns, '  ')}\n${wrap(right, columns, '      ')}`,
    );
    return `${title}:\n${entries.join('\n')}`;
  }
  const width = Math.min(30, Math.max(least, ...rows.map(([left]) => left.length + 2)));
  const indent = ' '.repeat(width + 2);
  const lines = rows.map(([left, right]) =>
    left.length + 2 > width
      ? `  ${left}\n${wrap(right, columns, indent)}`
      : wrap(right, columns, `  ${left.padEnd(width)}`, indent),
  );
  return `${title}:\n${lines.join('\n')}`;
}
