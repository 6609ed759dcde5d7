import type { Readable } from 'node:stream';

/** What an operation tells while it works; renderers decide how it looks. All of it goes to stderr. */
export type UiEvent =
  | { type: 'step'; text: string }
  | { type: 'note'; text: string }
  | { type: 'warning'; text: string }
  | { type: 'success'; text: string }
  | { type: 'verbose'; text: string }
  /** One task's progress; the same id updates it in place until `progress-end`. */
  | {
      type: 'progress';
      id: string;
      text: string;
      done: number;
      total: number | null;
      unit: 'bytes' | 'items';
    }
  | { type: 'progress-end'; id: string; text?: string };

/** A report to print on stdout: `json` is the contract, `text` what a person reads. */
export interface Report {
  json: Record<string, unknown>;
  /** Lines for people; may use the style given. Control sequences from documents or models are already stripped. */
  text(style: Style): string;
}

/** Colours where the terminal has them, else identity functions. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  blue(text: string): string;
  magenta(text: string): string;
  cyan(text: string): string;
  /** Columns of the terminal, 80 where unknown. */
  columns: number;
  /** Whether it is one: a line that is longer than `columns` breaks there. */
  terminal: boolean;
  /** False on a terminal that cannot show UTF-8: use ASCII marks. */
  unicode: boolean;
}

/** Lines of a person, one after the other. */
export interface Conversation {
  /**
   * The next line; null at the end of the input, or after Ctrl-D.
   * @param words offered by the tab key at the beginning of a line
   * @param onInterrupt Ctrl-C while a line is typed, which is given up then
   */
  next(prompt: string, words: readonly string[], onInterrupt: () => void): Promise<string | null>;
  close(): void;
}

/** A result that changes while it is looked at. */
export interface LiveView {
  /** Shows these lines in the place of those before; made anew for each width of the terminal. */
  draw(lines: (style: Pick<Style, 'columns' | 'terminal'>) => readonly string[]): void;
  /** The last lines stay. */
  close(): void;
}

/** What a program that runs elsewhere is to get of this process's streams. */
export interface LendOptions {
  /** The terminal, where there is one at both ends. */
  terminal: boolean;
  /** Standard input even where that is a terminal and the output goes elsewhere, as into a pager. */
  input: boolean;
}

/** The streams of this process, lent to a program that runs elsewhere. */
export interface LentStreams {
  /** Null where it gets none. */
  input: Readable | null;
  /** In raw mode until `close`: every key is the program's. Null where there is none. */
  terminal: {
    size(): { columns: number; rows: number };
    /** @returns a function that takes the listener away */
    onResize(listener: () => void): () => void;
  } | null;
  /** Byte for byte; with `--json` as elements of a stream. */
  output(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
  close(): void;
}

/**
 * The only writer to stdout and stderr. stdout is the result, stderr the progress.
 * Renderers: tty, plain, json; chosen once.
 */
export interface Ui {
  readonly mode: 'tty' | 'plain' | 'json';
  readonly interactive: boolean;
  /** Whether `--verbose` was given: a report may tell more, too. */
  readonly verbose: boolean;
  readonly style: Style;
  event(event: UiEvent): void;
  /** Prints a result: one JSON document with `schema: 1`, or its text. */
  report(report: Report): void;
  /** One element of a stream: an NDJSON line with `--json`, else text written as it is, control sequences stripped. */
  stream(json: Record<string, unknown>, text: string): void;
  /** A result that is redrawn in place; null where stdout is no terminal that can, and with `--json`. */
  live(): LiveView | null;
  /** @throws GeckoError CONFIRMATION_NEEDED (exit 5) without a TTY, naming the flag to use */
  confirm(question: string, flag: string): Promise<boolean>;
  /**
   * Asks for a text that is not shown.
   * @throws GeckoError CONFIRMATION_NEEDED (exit 5) without a TTY, naming the flag to use
   */
  askSecret(question: string, flag: string): Promise<string>;
  /** Reads standard input line by line; on a terminal with a prompt and the lines before. */
  converse(): Promise<Conversation>;
  /** Until it is closed, nothing else reads or writes. */
  lend(options: LendOptions): LentStreams;
  /** Ends progress lines and restores the terminal. */
  close(): void;
}
