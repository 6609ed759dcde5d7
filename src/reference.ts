import { aliasLine, optionRow, usageLine } from './command-help.ts';
import type { Habit } from './commands/compose-habits.ts';
import type { ListedCommand } from './commands/list.ts';
import type { CommandSpec } from './commands/spec.ts';
import type { Key } from './config/keys.ts';
import { globalOptions } from './global-options.ts';

/** docs/reference/commands.md, from the command data. */
export function commandsReference(
  list: readonly (ListedCommand & { spec: CommandSpec })[],
): string {
  return page('Commands', 'commands, options, reference', [
    'Made from the command definitions by `npm run docs`; `gecko COMMAND --help` prints the same.',
    '## Options of every command',
    bullets(globalOptions.map(optionRow)),
    ...list.flatMap(({ spec }) => [
      ...commandSection([spec]),
      ...(spec.subcommands ?? []).flatMap((inner) => commandSection([spec, inner])),
    ]),
  ]);
}

/** docs/reference/configuration.md, from the schema. */
export function configurationReference(keys: readonly Key[]): string {
  return page('Configuration keys', 'configuration, gecko.yaml, environment, reference', [
    'Made from the schema by `npm run docs`. [Configuration](../configuration.md) tells where keys are written. In the environment, lists are separated by commas.',
    ...keys.flatMap((key) => [
      `## ${key.name}`,
      key.description,
      bullets(
        [
          ['Value', key.expected],
          ['Default', key.default === undefined ? 'none' : code(JSON.stringify(key.default))],
          ['Environment', key.variable === null ? 'none' : code(key.variable)],
          ...(key.secret ? [['Secret', 'masked wherever it is shown'] as const] : []),
        ],
        false,
      ),
    ]),
  ]);
}

/** docs/reference/compose.md, from the table of Compose's options. */
export function composeReference(
  habits: readonly Habit[],
  others: Readonly<Record<string, string>>,
): string {
  const verbs = [...new Set(habits.map(({ verb }) => verb))];
  return page("Compose's options", 'docker compose, migration, reference', [
    'Made from the table that gecko itself reads by `npm run docs`. What is refused ends with exit code 2 and says what to do.',
    ...verbs.flatMap((verb) => [
      verb === 'gecko' ? '## In front of the command' : `## gecko ${verb}`,
      bullets(
        habits
          .filter((habit) => habit.verb === verb)
          .map(({ flags, outcome, note }) => [
            flags,
            [outcomes[outcome], note].filter((part) => part !== '').join(': '),
          ]),
      ),
    ]),
    '## Commands that gecko does not have',
    bullets(Object.entries(others)),
  ]);
}

const outcomes: Record<Habit['outcome'], string> = {
  works: 'works',
  always: 'accepted, always so',
  becomes: 'becomes',
  instead: 'refused',
};

function commandSection(path: readonly CommandSpec[]): string[] {
  const spec = path.at(-1);
  if (!spec) return [];
  const { aliases = [], options = [], examples } = spec;
  return [
    `${'#'.repeat(path.length + 1)} gecko ${path.map(({ name }) => name).join(' ')}`,
    `${spec.summary}.`,
    spec.description ?? '',
    `    ${usageLine(path).replace('Usage: ', '')}`,
    aliases.length > 0
      ? `Also: ${aliases.map((alias) => code(aliasLine(path, alias))).join(', ')}.`
      : '',
    bullets((spec.arguments ?? []).map(({ name, summary }) => [name, summary])),
    bullets(options.map(optionRow)),
    ...examples.map(({ command, summary }) => `${summary}:\n\n    ${command}`),
  ];
}

function page(title: string, tags: string, paragraphs: readonly string[]): string {
  const body = paragraphs.filter((text) => text !== '').join('\n\n');
  return `---\ntitle: ${title}\ntags: [${tags}]\n---\n\n# ${title}\n\n${body}\n`;
}

function bullets(rows: readonly (readonly [string, string])[], asCode = true): string {
  return rows.map(([left, right]) => `- ${asCode ? code(left) : left}: ${right}`).join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
