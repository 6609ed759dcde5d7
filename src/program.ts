import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { argumentSyntax } from './command-help.ts';
import { commands, type ListedCommand } from './commands/list.ts';
import type { CommandSpec, Invocation, OptionSpec } from './commands/spec.ts';
import { composeWords, refuseHabits } from './compose-words.ts';
import { collectionNames } from './config/collection-name.ts';
import { foreignWords } from './foreign-words.ts';
import {
  type GlobalValues,
  globalOptions,
  globalOptionsWithValue,
  globalValues,
} from './global-options.ts';
import { commandMissing, programError } from './program-error.ts';

/** What a command line asks for. */
export type Call =
  | { kind: 'version' }
  /** Help of the command with these names; of gecko where there are none. */
  | { kind: 'help'; path: readonly string[] }
  /** What may stand at the end of these words; a shell asks. */
  | { kind: 'complete'; words: readonly string[] }
  | {
      kind: 'run';
      listed: ListedCommand;
      spec: CommandSpec;
      invocation: Invocation;
      globals: GlobalValues;
    };

/**
 * Understands the words behind `gecko`. Loads the module of the command that is called, no other.
 * @throws GeckoError USAGE, UNKNOWN_COMMAND (exit 2)
 */
export async function parseCommandLine(
  given: readonly string[],
  list: readonly ListedCommand[] = commands,
): Promise<Call> {
  const specOf = async (command: string) =>
    (await findCommand(command, list)?.load())?.command ?? null;
  const argv = await withForeignWords(await composeWords(given, specOf), list);
  const end = argv.indexOf('--');
  if (argv[0] === 'complete' && end === 1) return { kind: 'complete', words: argv.slice(2) };
  const words = end === -1 ? argv : argv.slice(0, end);
  const special = specialCall(words);
  if (special) return special;
  const [name] = operandsOf(words);
  const listed = findCommand(name, list);
  refuseHabits(listed?.name, words);
  const root = rootCommand();
  for (const entry of list)
    if (entry !== listed) root.command(entry.name).aliases([...(entry.aliases ?? [])]);
  let call: Call | undefined;
  const command = (await listed?.load())?.command;
  if (listed && command)
    attach(root, command, (spec, invocation, options) => {
      call = { kind: 'run', listed, spec, invocation, globals: globalValues(options) };
    });
  const path = command ? pathOf(command, operandsOf(words)) : [];
  // Of an unknown command, commander would complain about the options first.
  const isOptionFirst = argv[0]?.startsWith('-');
  understand(root, listed || name === undefined || isOptionFirst ? argv : [name], path);
  if (!call) throw commandMissing(path);
  return call;
}

/** Parted from ours before anything else looks: `gecko exec rag ls --help` asks ls. */
async function withForeignWords(
  argv: readonly string[],
  list: readonly ListedCommand[],
): Promise<readonly string[]> {
  const listed = findCommand(operandsOf(argv)[0], list);
  if (!listed?.runsPrograms) return argv;
  return foreignWords(argv, (await listed.load()).command);
}

/** The command of this name or alias. */
function findCommand(
  name: string | undefined,
  list: readonly ListedCommand[] = commands,
): ListedCommand | undefined {
  return list.find((entry) => entry.name === name || entry.aliases?.includes(name ?? ''));
}

/**
 * The spec that these names lead to, for help.
 * @throws GeckoError UNKNOWN_COMMAND
 */
export async function findSpec(
  path: readonly string[],
  list: readonly ListedCommand[] = commands,
): Promise<readonly CommandSpec[]> {
  const [name] = path;
  const listed = findCommand(name, list);
  if (!listed) return parseCommandLine([name ?? ''], list).then(() => []);
  const { command } = await listed.load();
  return pathOf(command, path);
}

/** Help and version, asked for in any of the usual ways. */
function specialCall(words: readonly string[]): Call | null {
  const [first, ...others] = operandsOf(words);
  if (words.length === 0) return { kind: 'help', path: [] };
  if (words[0] === '--version' || words[0] === '-V') return { kind: 'version' };
  if (first === 'help') return { kind: 'help', path: others };
  if (words.includes('--help') || words.includes('-h'))
    return { kind: 'help', path: first === undefined ? [] : [first, ...others] };
  return null;
}

/** The words that are neither a global option nor the value of one. */
function operandsOf(words: readonly string[]): string[] {
  return words.filter(
    (word, index) => !word.startsWith('-') && !globalOptionsWithValue.has(words[index - 1] ?? ''),
  );
}

function rootCommand(): Command {
  const root = new Command('gecko')
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .helpOption(false)
    .helpCommand(false);
  for (const option of globalOptions) root.addOption(toOption(option));
  // Answered before commander is asked; here so that it can suggest them.
  return root.option('-V, --version').option('-h, --help');
}

type Ran = (spec: CommandSpec, invocation: Invocation, options: Record<string, unknown>) => void;

function attach(parent: Command, spec: CommandSpec, ran: Ran): void {
  const command = parent
    .command(spec.name)
    .aliases([...(spec.aliases ?? [])])
    .helpOption(false)
    .helpCommand(false);
  for (const argument of spec.arguments ?? []) command.argument(argumentSyntax(argument));
  for (const option of spec.options ?? []) command.addOption(toOption(option));
  // What stands behind a subcommand is the subcommand's.
  if (spec.subcommands && spec.options) command.enablePositionalOptions();
  for (const inner of spec.subcommands ?? []) attach(command, inner, ran);
  if (spec.run)
    command.action(() =>
      ran(
        spec,
        { args: command.processedArgs, options: { ...before(command, parent), ...command.opts() } },
        command.optsWithGlobals(),
      ),
    );
}

/** What stood before a subcommand: that counts where it knows it, `gecko backup --to DIR list`. */
function before(command: Command, parent: Command): Record<string, unknown> {
  if (parent.parent === null) return {};
  const given = parent.opts();
  for (const option of parent.options)
    if (
      option.attributeName() in given &&
      !command.options.some(({ long }) => long === option.long)
    )
      throw new CommanderError(2, 'commander.unknownOption', `unknown option '${option.long}'`);
  return given;
}

/** The command, and its subcommand where one was named. */
function pathOf(command: CommandSpec, [, inner]: readonly string[]): readonly CommandSpec[] {
  const subcommand = command.subcommands?.find(
    ({ name, aliases }) => name === inner || aliases?.includes(inner ?? ''),
  );
  return subcommand ? [command, subcommand] : [command];
}

function toOption({ flags, summary, choices, repeatable, type, minimum }: OptionSpec): Option {
  const option = new Option(flags, summary);
  if (choices) option.choices(choices);
  if (!repeatable && !type) return option;
  return option.argParser((text: string, previous: unknown) => {
    const value = check(text, type, minimum);
    return repeatable ? [...(Array.isArray(previous) ? previous : []), value] : value;
  });
}

function check(text: string, type: OptionSpec['type'], minimum = 0): string | number {
  if (type === 'integer') {
    if (!/^\d{1,15}$/.test(text) || Number(text) < minimum)
      throw new InvalidArgumentError(`It must be a whole number from ${minimum} on.`);
    return Number(text);
  }
  if (type === 'lines') return linesOf(text);
  if (type === 'key=value' && !/^[^=]+=/.test(text))
    throw new InvalidArgumentError('It must be KEY=VALUE.');
  if (type === 'collection' && !collectionNames.pattern.test(text))
    throw new InvalidArgumentError(`It must be ${collectionNames.description}.`);
  return text;
}

/** A number of lines; `all`, as Compose has it, is text. */
function linesOf(text: string): string | number {
  if (text === 'all') return text;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of lines, or all.');
}

/** Runs commander over the words; its errors become ours. */
function understand(root: Command, argv: readonly string[], path: readonly CommandSpec[]): void {
  try {
    root.parse([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) throw programError(error, path);
    throw error;
  }
}
