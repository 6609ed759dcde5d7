import type { Writable } from 'node:stream';
import type { Environment } from '../config/load.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import type { GlobalValues } from '../global-options.ts';
import { errorJson, errorText } from './error-text.ts';
import type { EventSink } from './event-sink.ts';
import { lendStreams } from './lent-streams.ts';
import { liveView } from './live-view.ts';
import { jsonEvents, plainEvents } from './plain-events.ts';
import { sanitizer } from './sanitize.ts';
import { makeStyle } from './style.ts';
import { canRedraw, columnsOf, hasColor, hasUnicode, type Input, type Output } from './terminal.ts';
import { ttyEvents } from './tty-events.ts';
import type { LentStreams, Style, Ui } from './ui.ts';

/** The Ui of main.ts, which alone reports errors. */
export interface MainUi extends Ui {
  error(error: GeckoError): void;
}

export interface UiInput {
  stdout: Output;
  stderr: Output;
  /** Opened where the answer depends on it: opening takes time. */
  stdin(): Input;
  /** Standard error as a stream, for prompts. */
  terminal(): Writable;
  env: Environment;
  platform: string;
  globals: Pick<GlobalValues, 'json' | 'quiet' | 'verbose' | 'color' | 'yes'>;
  /** Monotonic milliseconds. */
  now(): number;
  /** Ends a prompt. */
  signal: AbortSignal;
}

/** Chooses the renderer, once: json by flag, tty where stderr can be redrawn, else plain. */
export function createUi(input: UiInput): MainUi {
  const { stdout, stderr, env, globals } = input;
  const mode = globals.json ? 'json' : canRedraw(stderr, env) ? 'tty' : 'plain';
  const interactive = !globals.json && stderr.isTTY === true && input.stdin().isTTY === true;
  const style = styleFor(stdout, input);
  const errorStyle = styleFor(stderr, input);
  const sink = sinkFor(mode, errorStyle, input);
  const sanitizeNext = sanitizer();
  const result = (text: string) => {
    sink.clear();
    stdout.write(text);
  };
  /** Whatever ends the process, the terminal is given back as it was. */
  let giveBack = () => {};
  const inPieces = (): LentStreams['output'] => {
    const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
    return (stream, bytes) =>
      result(jsonLine({ stream, text: decoders[stream].decode(bytes, { stream: true }) }));
  };
  return {
    mode,
    interactive,
    verbose: globals.verbose,
    style,
    event: (event) => sink.event(event),
    report: ({ json, text }) => result(mode === 'json' ? jsonLine(json) : withNewline(text(style))),
    stream: (json, text) => result(mode === 'json' ? jsonLine(json) : sanitizeNext(text)),
    async confirm(question, flag) {
      if (globals.yes) return true;
      if (!interactive) throw confirmationNeeded(question, flag);
      sink.clear();
      const { askYesNo } = await import('./prompt.ts');
      return askYesNo(question, input.signal);
    },
    async askSecret(question, flag) {
      if (!interactive) throw confirmationNeeded(question, flag);
      sink.clear();
      const { askHidden } = await import('./prompt.ts');
      return askHidden(question, input.signal);
    },
    async converse() {
      sink.clear();
      const { openConversation } = await import('./conversation.ts');
      const { signal } = input;
      const terminal = interactive ? input.terminal() : null;
      return openConversation({ stdin: input.stdin(), terminal, signal });
    },
    live() {
      if (mode === 'json' || !canRedraw(stdout, env)) return null;
      sink.clear();
      const view = liveView(stdout);
      const close = once(view.close);
      giveBack = close;
      return { ...view, close };
    },
    lend(options) {
      sink.clear();
      const terminal = options.terminal && mode !== 'json';
      const lent = lendStreams({ stdin: input.stdin(), stdout, stderr }, { ...options, terminal });
      const close = once(lent.close);
      giveBack = close;
      return { ...lent, close, ...(mode === 'json' ? { output: inPieces() } : {}) };
    },
    error(error) {
      sink.clear();
      if (mode === 'json') stdout.write(`${asciiControls(errorJson(error))}\n`);
      if (mode !== 'json' || globals.verbose)
        stderr.write(errorText(error, errorStyle, globals.verbose));
    },
    close() {
      giveBack();
      sink.close();
    },
  };
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) run();
    isDone = true;
  };
}

function styleFor(output: Output, { env, platform, globals }: UiInput): Style {
  return makeStyle({
    color: globals.color && hasColor(output, env),
    columns: columnsOf(output),
    terminal: output.isTTY === true,
    unicode: hasUnicode(env, platform),
  });
}

function sinkFor(mode: Ui['mode'], style: Style, { stderr, globals, now }: UiInput): EventSink {
  if (mode === 'json') return jsonEvents(stderr, globals, now);
  return mode === 'tty'
    ? ttyEvents(stderr, style, globals, now)
    : plainEvents(stderr, globals, now);
}

function jsonLine(json: Record<string, unknown>): string {
  return `${asciiControls({ schema: 1, ...json })}\n`;
}

/** JSON with all that would steer a terminal escaped: JSON itself escapes but C0. */
function asciiControls(json: Record<string, unknown>): string {
  return JSON.stringify(json).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function withNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function confirmationNeeded(question: string, flag: string): GeckoError {
  return new GeckoError('CONFIRMATION_NEEDED', `${question} There is no terminal to ask on`, {
    exitCode: exitCodes.confirmation,
    hint: `Give ${flag} to go on.`,
  });
}
