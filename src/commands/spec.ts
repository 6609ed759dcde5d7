import type { Runtime } from '../runtime.ts';

/** Values that a shell completes and the command data does not hold; `path` is the shell's own work. */
export type Completes =
  | 'path'
  | 'collection'
  | 'source'
  | 'document'
  | 'filter'
  | 'code'
  | 'check'
  | 'project'
  | 'model'
  | 'known-model';

/** A positional argument. */
export interface ArgumentSpec {
  name: string;
  summary: string;
  required?: boolean;
  variadic?: boolean;
  /** Values that completion offers; the operation decides what is valid. */
  suggestions?: readonly string[];
  completes?: Completes;
}

/** An option as commander spells it: `--tail <n>`, `-f, --follow`, `--no-carry`. */
export interface OptionSpec {
  flags: string;
  /** The only one that it says anything to; shown before the summary. */
  runtime?: 'docker';
  summary: string;
  choices?: readonly string[];
  /** Shown in help; the operation applies it. */
  default?: string;
  /** May be given several times; its value is a list. */
  repeatable?: boolean;
  /** Checked before the command runs; a wrong value is a usage error (exit 2). */
  type?: 'integer' | 'lines' | 'key=value' | 'collection';
  /** Of an integer; 0 where it does not say. */
  minimum?: number;
  completes?: Completes;
}

export interface ExampleSpec {
  command: string;
  summary: string;
}

/** What commander hands over: positional values in order, option values by camel-case name. */
export interface Invocation {
  args: readonly (string | readonly string[] | undefined)[];
  options: Readonly<Record<string, unknown>>;
}

/** A command as data: help, completion and documentation read the same definition. */
export interface CommandSpec {
  name: string;
  aliases?: readonly string[];
  summary: string;
  /** Paragraphs of `gecko NAME --help`, plain text. */
  description?: string;
  arguments?: readonly ArgumentSpec[];
  options?: readonly OptionSpec[];
  examples: readonly ExampleSpec[];
  subcommands?: readonly CommandSpec[];
  /** Its work is what it prints, for as long as somebody reads: `gecko logs -f | head` ends it. */
  endsUnread?: true;
  /** Runs one operation and renders its report. Absent where only subcommands do something. */
  run?(invocation: Invocation, runtime: Runtime): Promise<number>;
}
