import type { Clock } from '../clock.ts';
import type { GeneratorInfo } from '../contract/ask.ts';
import { ServiceError } from '../contract/errors.ts';
import type { Log } from '../log.ts';
import { fittedPrompt, type PromptLimits } from './fitted-prompt.ts';
import type { GenerateRequest, GenerateResult, Generator, Message, ModelUsage } from './port.ts';
import { estimateTokens } from './prompt.ts';
import { createRepeatCheck } from './repeat-check.ts';
import { withoutThinking } from './without-thinking.ts';

/** Tries when a server is busy, or finds the prompt too long after all. */
const ATTEMPTS = 4;

/**
 * One streamed exchange with a server: yields text, returns why it ended. Throws ServiceError in the
 * port's codes for what the server says. The signal ends when nobody reads any more.
 */
export type Chat = (
  messages: readonly Message[],
  signal: AbortSignal,
  /** Told at the end, where the server says. */
  wrote?: (usage: ModelUsage) => void,
) => AsyncGenerator<string, GenerateResult['stop']>;

/** Tokens of each text. An estimate, where the model's tokenizer is not at hand, errs upwards. */
export type CountTokens = (texts: readonly string[], signal: AbortSignal) => Promise<number[]>;

export interface ChatTools {
  clock: Clock;
  log: Log;
  /** What servers and models turned out to want, each with its address; outlives a generator. */
  learned?: Set<string>;
}

interface ChatGenerator {
  info: GeneratorInfo;
  /** Known when the model is loaded, perhaps. */
  limits(signal: AbortSignal): Promise<PromptLimits> | PromptLimits;
  chat: Chat;
  count?: CountTokens;
  check: Generator['check'];
  device?: NonNullable<Generator['device']>;
}

/** A generator that stands on a chat. */
export function chatGenerator(
  { info, limits, chat: exchange, count = estimate, check, device }: ChatGenerator,
  tools: ChatTools,
): Generator {
  const chat: Chat = (...asked) => withoutThinking(exchange(...asked));
  return {
    info,
    quotes: false,
    generate: (request) => chatAnswer({ chat, limits, count }, request, tools),
    complete: (messages, signal) => chat(messages, signal),
    check,
    ...(device ? { device } : {}),
  };
}

const estimate: CountTokens = async (texts) => texts.map(estimateTokens);

/**
 * An answer through a server's chat: the prompt fitted, asked again with fewer passages where the
 * server finds it too long, and after a while where it is busy; never once text has come.
 */
async function* chatAnswer(
  { chat, limits, count }: Required<Pick<ChatGenerator, 'chat' | 'limits' | 'count'>>,
  request: GenerateRequest,
  { clock, log }: ChatTools,
): AsyncGenerator<string, GenerateResult> {
  // Leaving an iteration early does not stop a server; closing its connection does.
  const left = new AbortController();
  const signal = AbortSignal.any([request.signal, left.signal]);
  try {
    const room = await limits(signal);
    for (let attempt = 1, fewer = 0; ; attempt += 1) {
      request.signal.throwIfAborted();
      const { messages, omitted } = await fittedPrompt(request, room, count, fewer);
      request.fitted?.(request.passages.length - omitted);
      let begun = false;
      try {
        const pieces = chat(messages, signal, request.wrote);
        const repeats = createRepeatCheck();
        let step = await pieces.next();
        for (; !step.done; step = await pieces.next()) {
          begun = true;
          yield step.value;
          if (!repeats(step.value)) continue;
          log('info', 'an answer was ended that repeated itself');
          return { omitted, stop: 'length' };
        }
        return { omitted, stop: step.value };
      } catch (error) {
        request.signal.throwIfAborted();
        const code = error instanceof ServiceError ? error.code : null;
        if (begun || attempt >= ATTEMPTS) throw error;
        if (code === 'PROMPT_TOO_LONG' && omitted + 1 < request.passages.length)
          fewer = omitted + 1;
        else if (code === 'BUSY') await clock.sleep(backoff(attempt), request.signal);
        else throw error;
        log('info', 'the language model is asked again', { code });
      }
    }
  } finally {
    left.abort();
  }
}

/** Milliseconds; doubling, with jitter, so that many waiting callers do not come back together. */
function backoff(attempt: number): number {
  return 250 * 2 ** attempt * (0.5 + Math.random() / 2);
}
