import { addAbortSignal, type Readable } from 'node:stream';
import { exitCodes, GeckoError } from '../../errors.ts';

/** As long as the backends take, in UTF-16 units. */
const longest = 10_000;

/**
 * The question: the words of the command line; without words, or with `-`, standard input where that is
 * not a terminal.
 * @throws GeckoError USAGE (exit 2) where there is none, or a book
 */
export async function readQuestion(
  words: readonly string[],
  stdin: Readable & { isTTY?: boolean },
  signal: AbortSignal,
): Promise<string> {
  const isGiven = words.length > 0 && !(words.length === 1 && words[0] === '-');
  const piped = async () => (stdin.isTTY ? '' : await readAll(stdin, signal));
  const text = isGiven ? words.join(' ') : await piped();
  const question = text.trim();
  if (question === '') throw usage('There is no question');
  if (question.length > longest)
    throw usage(`The question is longer than ${longest.toLocaleString('en')} characters`);
  return question;
}

async function readAll(stdin: Readable, signal: AbortSignal): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of addAbortSignal(signal, stdin)) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    // Enough to know that it is too long; the rest may never end.
    if (text.length > 2 * longest) break;
  }
  return text + decoder.decode();
}

function usage(message: string): GeckoError {
  return new GeckoError('USAGE', message, {
    exitCode: exitCodes.usage,
    hint: 'gecko ask "How long is the warranty?", or pipe the question in.',
  });
}
