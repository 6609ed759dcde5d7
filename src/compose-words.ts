import { composeHabits } from './commands/compose-habits.ts';
import type { CommandSpec } from './commands/spec.ts';
import { exitCodes, GeckoError } from './errors.ts';
import { globalOptionsWithValue } from './global-options.ts';

/** Options in front of the command, as for Compose; the value is the next word, or stands behind `=`. */
const leading: Readonly<Record<string, { hasValue: boolean; becomes(value: string): Placed }>> = {
  '-f': { hasValue: true, becomes: (file) => ({ front: ['--config-file', file] }) },
  '--file': { hasValue: true, becomes: (file) => ({ front: ['--config-file', file] }) },
  '--project-name': { hasValue: true, becomes: (name) => ({ front: ['--project', name] }) },
  '--profile': { hasValue: true, becomes: (profile) => ({ own: ['--profile', profile] }) },
  '--dry-run': { hasValue: false, becomes: () => ({ own: ['--dry-run'] }) },
  '--ansi': {
    hasValue: true,
    becomes: (when) => ({ front: when === 'never' ? ['--no-color'] : [] }),
  },
  '--progress': { hasValue: true, becomes: () => ({}) },
  '--parallel': { hasValue: true, becomes: () => ({}) },
  '--compatibility': { hasValue: false, becomes: () => ({}) },
};

interface Placed {
  /** Options of every command. */
  front?: readonly string[];
  /** An option of some commands, with its value. */
  own?: readonly string[];
}

/** The spec of the command with this name or alias; null where there is none. */
type SpecOf = (command: string) => Promise<CommandSpec | null>;

/**
 * A command line as it is typed for Compose, in gecko's own words: `-f gecko.yaml --profile cpu up -d` →
 * `--config-file gecko.yaml up --profile cpu -d`.
 * @throws GeckoError USAGE (exit 2) for two files, which Compose lays over one another, and for `--dry-run` in front
 *   of a command that has none
 */
export async function composeWords(
  argv: readonly string[],
  specOf: SpecOf,
): Promise<readonly string[]> {
  const front: string[] = [];
  const own: (readonly string[])[] = [];
  let index = 0;
  for (; argv[index]?.startsWith('-') && argv[index] !== '--'; index += 1) {
    const word = argv[index] ?? '';
    const [name = '', attached] = split(word);
    const known = leading[name];
    const takesNext = known ? known.hasValue : globalOptionsWithValue.has(word);
    const next = takesNext && attached === undefined ? argv[index + 1] : undefined;
    if (next !== undefined) index += 1;
    else if (takesNext && attached === undefined) return argv;
    const placed = known?.becomes(attached ?? next ?? '');
    front.push(...(placed ? (placed.front ?? []) : [word, ...(next === undefined ? [] : [next])]));
    if (placed?.own) own.push(placed.own);
  }
  const [command, ...rest] = argv.slice(index);
  if (command === undefined || command === '--') return argv;
  if (front.filter((word) => word === '--config-file').length > 1)
    throw refusal('gecko reads one file; give -f once');
  const spec = own.length > 0 ? await specOf(command) : null;
  const behind = inOwnWords(command, rest);
  return [...front, command, ...(spec ? withOwn(own, spec, behind) : behind)];
}

/**
 * Options from in front of the command, where the one that is called has them: `restore qdrant latest` with
 * `--dry-run` → `qdrant --dry-run latest`. `--profile` says nothing to the others, because the project has one
 * stack; what would go on without `--dry-run` is not what was meant.
 */
function withOwn(
  own: readonly (readonly string[])[],
  spec: CommandSpec,
  words: readonly string[],
): readonly string[] {
  const at = words.findIndex(
    (word, index) => !word.startsWith('-') && !globalOptionsWithValue.has(words[index - 1] ?? ''),
  );
  const inner = spec.subcommands?.find(({ name, aliases = [] }) =>
    [name, ...aliases].includes(words[at] ?? ''),
  );
  const names = ((inner ?? spec).options ?? []).flatMap(({ flags }) => flags.split(/[ ,]+/));
  const known = own.filter(([name = '']) => names.includes(name));
  if (own.some((option) => option[0] === '--dry-run' && !known.includes(option))) {
    const called = [spec.name, ...(inner ? [inner.name] : [])].join(' ');
    throw refusal(
      `--dry-run has no place in gecko ${called}: it cannot show what it would do, so nothing was done`,
    );
  }
  const end = inner ? at + 1 : 0;
  return [...words.slice(0, end), ...known.flat(), ...words.slice(end)];
}

/** The spellings behind the command. */
function inOwnWords(command: string, words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  const own = end === -1 ? words : words.slice(0, end);
  const foreign = words.slice(own.length);
  if (command === 'up') return [...own.map((word) => (word === '-y' ? '--yes' : word)), ...foreign];
  if (command === 'config')
    return [...own.map((word) => (word === '--quiet' ? '-q' : word)), ...foreign];
  if (command !== 'stats') return words;
  const text = own
    .join('\n')
    .replace(/(^|\n)--format[=\n](json|table)(?=\n|$)/, (_, before, form) =>
      form === 'json' ? `${before}--json` : '',
    );
  return [...text.split('\n').filter((word) => word !== ''), ...foreign];
}

/** Refuses what Compose has and gecko has not, with what to do. @throws GeckoError USAGE (exit 2) */
export function refuseHabits(command: string | undefined, words: readonly string[]): void {
  const given = new Set(words.map((word) => split(word)[0]));
  for (const { verb, flags, outcome, note } of composeHabits) {
    if (outcome !== 'instead' || (verb !== command && verb !== 'gecko')) continue;
    const name = flags.split(/[ ,]+/).find((part) => part.startsWith('-') && given.has(part));
    if (name !== undefined)
      throw refusal(`${name} has no place in gecko ${command ?? ''}: ${note}`);
  }
}

function split(word: string): [string, string?] {
  const at = word.startsWith('--') ? word.indexOf('=') : -1;
  return at === -1 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

function refusal(message: string): GeckoError {
  return new GeckoError('USAGE', message, { exitCode: exitCodes.usage });
}
