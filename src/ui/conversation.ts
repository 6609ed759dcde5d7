import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Conversation } from './ui.ts';

export interface ConversationInput {
  stdin: Readable;
  /** Where the prompt goes; null where nobody is there to see it. */
  terminal: Writable | null;
  signal: AbortSignal;
}

/** Lines that somebody types, or that come out of a pipe. */
export function openConversation(input: ConversationInput): Conversation {
  return input.terminal === null ? fromPipe(input) : onTerminal(input, input.terminal);
}

/** The terminal is in its raw mode while a line is typed only: else Ctrl-C would not reach the work. */
function onTerminal({ stdin, signal }: ConversationInput, terminal: Writable): Conversation {
  const history: string[] = [];
  return {
    next(prompt, words, onInterrupt) {
      signal.throwIfAborted();
      return new Promise((resolve, reject) => {
        const lines = createInterface({
          input: stdin,
          output: terminal,
          terminal: true,
          prompt,
          history: [...history],
          historySize: 200,
          completer: (line: string) => [words.filter((word) => word.startsWith(line)), line],
        });
        const abort = () => {
          reject(signal.reason);
          lines.close();
        };
        signal.addEventListener('abort', abort, { once: true });
        let said: string | null = null;
        lines.on('line', (line) => {
          said = line;
          if (line.trim() !== '') history.unshift(line);
          lines.close();
        });
        lines.on('SIGINT', () => {
          terminal.write('\n');
          onInterrupt();
          // Whatever was typed is given up.
          lines.write(null, { ctrl: true, name: 'u' });
          lines.prompt();
        });
        lines.on('close', () => {
          signal.removeEventListener('abort', abort);
          if (said === null) terminal.write('\n');
          resolve(said);
        });
        lines.prompt();
      });
    },
    close: () => {},
  };
}

function fromPipe({ stdin, signal }: ConversationInput): Conversation {
  let lines: Interface | undefined;
  let iterator: AsyncIterator<string> | undefined;
  return {
    async next() {
      lines ??= createInterface({ input: stdin, signal });
      iterator ??= lines[Symbol.asyncIterator]();
      const step = await iterator.next();
      signal.throwIfAborted();
      return step.done ? null : step.value;
    },
    close: () => lines?.close(),
  };
}
