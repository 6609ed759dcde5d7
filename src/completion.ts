import { optionSummary } from './command-help.ts';
import type { ListedCommand } from './commands/list.ts';
import type { ArgumentSpec, CommandSpec, Completes, OptionSpec } from './commands/spec.ts';
import { globalOptions } from './global-options.ts';

interface Candidate {
  value: string;
  summary: string;
}

/** What may stand where the cursor is: known values, or a kind of values that has to be looked up. */
interface Completion {
  candidates: readonly Candidate[];
  lookup: Completes | null;
  /** Written before each looked-up value: `--collection=`. */
  before: string;
  /** The part of the value that is written already. */
  prefix: string;
  /** Options of every command that the words have, by name. */
  globals: { project?: string };
}

/**
 * Completes a command line, from the same data as its help.
 * @param words those behind `gecko`; the last is the one under the cursor, perhaps empty
 */
export function completionOf(
  words: readonly string[],
  list: readonly (ListedCommand & { spec: CommandSpec })[],
): Completion {
  const place = walk(words.slice(0, -1), list);
  return { ...completeAt(place, words.at(-1) ?? ''), globals: place.globals };
}

function completeAt(place: Place, current: string): Values {
  if (place.option) return valuesOf(place.option, '', current);
  if (place.isBehindDashes) return argumentAt(place, current);
  const [, flag, written] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
  const option = flag && place.options.find((one) => namesOf(one).includes(flag));
  if (option) return valuesOf(option, `${flag}=`, written ?? '');
  if (current.startsWith('-')) return matching(place.options.map(flagCandidate), current);
  if (place.names.length > 0) return matching(place.names, current);
  return argumentAt(place, current);
}

type Values = Omit<Completion, 'globals'>;

interface Place {
  /** Options that may follow. */
  options: readonly OptionSpec[];
  /** Names of commands that may follow; none where arguments do. */
  names: readonly Candidate[];
  arguments: readonly ArgumentSpec[];
  /** Arguments given already. */
  given: number;
  isBehindDashes: boolean;
  /** The option whose value comes next. */
  option: OptionSpec | null;
  globals: { project?: string };
}

function walk(
  words: readonly string[],
  list: readonly (ListedCommand & { spec: CommandSpec })[],
): Place {
  const place: Place = {
    options: [...globalOptions, ...always],
    names: list.map(({ name, spec }) => ({ value: name, summary: spec.summary })),
    arguments: [],
    given: 0,
    isBehindDashes: false,
    option: null,
    globals: {},
  };
  let specs: readonly CommandSpec[] = list.map(({ spec }) => spec);
  for (const word of words) {
    if (place.option) {
      if (place.option.completes === 'project') place.globals.project = word;
      place.option = null;
    } else if (place.isBehindDashes) place.given += 1;
    else if (word === '--') place.isBehindDashes = true;
    else if (word.startsWith('-'))
      place.option = place.options.find((one) => takesValue(one) && isMeant(one, word)) ?? null;
    else if (place.names.length === 0) place.given += 1;
    else {
      const spec = specs.find(({ name, aliases }) => name === word || aliases?.includes(word));
      specs = spec?.subcommands ?? [];
      place.names = specs.map(({ name, summary }) => ({ value: name, summary }));
      place.arguments = spec?.arguments ?? [];
      place.options = [...(spec?.options ?? []), ...globalOptions, ...always];
    }
  }
  return place;
}

const always: readonly OptionSpec[] = [{ flags: '-h, --help', summary: 'print help' }];

/** `-n, --tail <n>` → `-n`, `--tail`. */
function namesOf({ flags }: OptionSpec): string[] {
  return flags.split(/[ ,]+/).filter((part) => part.startsWith('-'));
}

function isMeant(option: OptionSpec, word: string): boolean {
  return namesOf(option).includes(word);
}

function takesValue({ flags }: OptionSpec): boolean {
  return flags.includes('<');
}

function flagCandidate(option: OptionSpec): Candidate {
  return { value: namesOf(option).at(-1) ?? '', summary: optionSummary(option) };
}

function valuesOf(option: OptionSpec, before: string, prefix: string): Values {
  const candidates = (option.choices ?? []).map((value) => ({
    value: before + value,
    summary: '',
  }));
  const { completes: lookup = null } = option;
  return { ...matching(candidates, before + prefix), lookup, before, prefix };
}

function argumentAt({ arguments: list, given }: Place, prefix: string): Values {
  const last = list.at(-1);
  const argument = list[given] ?? (last?.variadic ? last : undefined);
  const suggestions = (argument?.suggestions ?? []).map((value) => ({ value, summary: '' }));
  return { ...matching(suggestions, prefix), lookup: argument?.completes ?? null, prefix };
}

function matching(candidates: readonly Candidate[], prefix: string): Values {
  return {
    candidates: candidates.filter(({ value }) => value.startsWith(prefix)),
    lookup: null,
    before: '',
    prefix,
  };
}
