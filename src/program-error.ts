import type { CommanderError } from 'commander';
import { usageLine } from './command-help.ts';
import { composeCommands } from './commands/compose-habits.ts';
import type { CommandSpec } from './commands/spec.ts';
import { exitCodes, GeckoError } from './errors.ts';
import { nearest } from './nearest.ts';

/** What commander complains about, in our words: exit 2, with what is near and where the help is. */
export function programError(
  { code, message }: CommanderError,
  path: readonly CommandSpec[],
): GeckoError {
  const usage = usageOf(path);
  const [, text = message, suggestion] =
    /^(?:error: )?([\s\S]*?)(?:\n\((Did you mean [\s\S]*)\))?$/.exec(message) ?? [];
  if (code === 'commander.unknownCommand')
    return new GeckoError('UNKNOWN_COMMAND', capitalised(text), {
      exitCode: exitCodes.usage,
      hint: composeHint(text) ?? suggestion ?? '`gecko --help` lists the commands.',
    });
  if (code === 'commander.unknownOption') {
    const near = suggestion ?? ofSubcommand(text, path);
    const hint = [...(near ? [near] : []), helpOf(path), 'Words that begin with - go behind --.'];
    return usageError(capitalised(text), [...hint, usage].join('\n'));
  }
  if (code === 'commander.help') return commandMissing(path);
  return usageError(capitalised(text), suggestion ? `${suggestion}\n${usage}` : usage);
}

/** `gecko`, or `gecko corpus`, and nothing behind it. */
export function commandMissing(path: readonly CommandSpec[]): GeckoError {
  return usageError('A command is missing', usageOf(path));
}

/** The usage line of the last of these; gecko's own where there is none. */
function usageOf(path: readonly CommandSpec[]): string {
  const spec = path.at(-1);
  if (!spec) return 'Usage: gecko COMMAND [OPTIONS] [ARGUMENTS]';
  const names = (spec.subcommands ?? []).map(({ name }) => name);
  return [usageLine(path), ...(names.length > 0 ? [`Commands: ${names.join(', ')}`] : [])].join(
    '\n',
  );
}

/** Where the options of the last of these are told. */
function helpOf(path: readonly CommandSpec[]): string {
  return `\`${['gecko', ...path.map(({ name }) => name)].join(' ')} --help\` lists the options.`;
}

/** What a subcommand has, where none was named: `gecko model --embeded`. */
function ofSubcommand(message: string, path: readonly CommandSpec[]): string | null {
  const [, given = ''] = /'(-[^']*)'$/.exec(message) ?? [];
  const [flag = ''] = given.split('=');
  const offered = (path.at(-1)?.subcommands ?? []).flatMap((inner) =>
    (inner.options ?? []).flatMap(({ flags }) =>
      flags
        .split(/[ ,]+/)
        .filter((word) => word.startsWith('--'))
        .map((name) => ({ name, inner })),
    ),
  );
  const name = nearest(
    flag,
    offered.map((one) => one.name),
  );
  const owner = offered.find((one) => one.name === name)?.inner;
  if (name === null || !owner) return null;
  return `Did you mean gecko ${[...path, owner].map((spec) => spec.name).join(' ')} ${name}?`;
}

/** For what Compose has: `Unknown command 'pull'`. */
function composeHint(message: string): string | null {
  const [, name = ''] = /'(.*)'$/.exec(message) ?? [];
  const does = Object.hasOwn(composeCommands, name) ? composeCommands[name] : undefined;
  return does === undefined ? null : `In place of Compose's ${name}: ${does}`;
}

function usageError(message: string, hint: string): GeckoError {
  return new GeckoError('USAGE', message, { exitCode: exitCodes.usage, hint });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
