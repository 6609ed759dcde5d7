import { Ollama } from 'ollama';
import { z } from 'zod';
import { ServiceError } from '../contract/errors.ts';
import { reasonOf } from '../reason-of.ts';
import { type ChatTools, chatGenerator } from './chat.ts';
import { checkedLines } from './checked-lines.ts';
import { hasModel } from './has-model.ts';
import { longFetch } from './long-fetch.ts';
import { ollamaModels } from './ollama-models.ts';
import type { GenerateResult, Generator, Message, ModelUsage } from './port.ts';
import { type ServerAddress, serverAddress } from './server-address.ts';
import type { GeneratorSettings } from './settings.ts';

/** Milliseconds in which a running Ollama lists its models, also on a machine that is busy. */
const LIST_MS = 2_000;

/** Names of the models that the Ollama at an address has; null where none answers. */
export async function listModels(
  { url, headers, ca }: ServerAddress,
  signal?: AbortSignal,
): Promise<string[] | null> {
  const deadline = AbortSignal.timeout(LIST_MS);
  const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
  const client = new Ollama({ host: url, headers, fetch: longFetch(either, ca) });
  try {
    return (await client.list()).models.map(({ name }) => name);
  } catch {
    // Refused, silent or something else: in each case not an Ollama that answers now.
    return null;
  }
}

/** Answers through Ollama's chat API, always streamed. */
export function createOllamaGenerator(
  settings: GeneratorSettings,
  url: string,
  tools: ChatTools,
  reason: string,
): Generator {
  const { model } = settings;
  // The key belongs to the server that the user names, not to whatever listens on Ollama's port.
  const address = serverAddress(url, settings.url === url ? settings.key : undefined, settings.ca);
  const { learned = new Set<string>() } = tools;
  const generator = {
    info: { kind: 'ollama', model, reason } as const,
    limits: () => settings,
    chat: (
      messages: readonly Message[],
      signal: AbortSignal,
      wrote?: (usage: ModelUsage) => void,
    ) => chat(settings, address, { messages, signal, wrote, learned }),
    async device(signal?: AbortSignal) {
      const loaded = await ollamaModels(address)
        .loaded(signal)
        .catch(() => []);
      return loaded.find(({ name }) => hasModel([name], model))?.device ?? null;
    },
    async check(signal?: AbortSignal) {
      const models = await listModels(address, signal);
      if (models === null) return { ok: false, detail: `Ollama at ${address.url} does not answer` };
      return hasModel(models, model)
        ? { ok: true, detail: `Ollama at ${address.url}, model ${model}` }
        : {
            ok: false,
            detail: `Ollama at ${address.url} does not have ${model}; bring it with: gecko model pull ${model}`,
          };
    },
  };
  return chatGenerator(generator, tools);
}

interface Exchange {
  messages: readonly Message[];
  signal: AbortSignal;
  wrote?: ((usage: ModelUsage) => void) | undefined;
  /** Of which models think before they answer. */
  learned: Set<string>;
}

/**
 * A model that turns out to think is asked again without: it would use up the tokens of its answer. Only
 * such a one is told so; others, and Ollama before 0.9, do not know the field.
 */
async function* chat(
  settings: GeneratorSettings,
  address: ServerAddress,
  exchange: Exchange,
): AsyncGenerator<string, GenerateResult['stop']> {
  const { messages, signal, wrote, learned } = exchange;
  const thinks = `${address.url} ${settings.model} thinks`;
  const asIs = !learned.has(thinks);
  const again = new AbortController();
  // Its own fetch with the signal: the package's abort() does nothing before the headers have come.
  const client = new Ollama({
    host: address.url,
    headers: address.headers,
    fetch: checkedLines(longFetch(AbortSignal.any([signal, again.signal]), settings.ca)),
  });
  const repeats = pieceRepeats();
  try {
    const request = chatRequest(settings, messages);
    const stream = await client.chat(asIs ? request : { ...request, think: false });
    let reason: string | undefined;
    for await (const { message, done_reason, eval_count, eval_duration } of stream) {
      if (message.thinking && asIs) {
        again.abort();
        break;
      }
      reason = done_reason;
      if (eval_count)
        wrote?.({ tokens: eval_count, seconds: eval_duration ? eval_duration / 1e9 : null });
      repeats.take(message.content);
      if (message.content !== '') yield message.content;
    }
    if (!again.signal.aborted) return reason === 'length' ? 'length' : 'end';
  } catch (error) {
    if (repeats.isCut() && /done or success/.test(reasonOf(error))) return 'length';
    throw classify(error, settings.model, address);
  }
  learned.add(thinks);
  return yield* chat(settings, address, exchange);
}

/**
 * Ollama ends a stream, without its last line, at the 31st piece in a row that is the same but for
 * spaces: blank lines, a ruler. A few that it counts have no text and are not sent.
 */
function pieceRepeats() {
  const enough = 25;
  let last = '';
  let count = 0;
  return {
    take(piece: string) {
      const bare = piece.trim();
      count = bare === last ? count + 1 : 1;
      last = bare;
    },
    isCut: () => count >= enough,
  };
}

/** Ollama takes seconds, and -1 for ever, as a number only; `5m` as a text. */
function inOllamasWords(keepAlive: string): string | number {
  return /^-?\d+$/.test(keepAlive) ? Number(keepAlive) : keepAlive;
}

/** Options stay the same from request to request: a changed one makes Ollama load the model again. */
function chatRequest(
  { model, keepAlive, contextTokens, answerTokens }: GeneratorSettings,
  messages: readonly Message[],
) {
  return {
    model,
    messages: [...messages],
    stream: true as const,
    keep_alive: inOllamasWords(keepAlive),
    // An error is better than a prompt that is cut in silence; the package's types lack the field.
    truncate: false,
    options: { temperature: 0, seed: 1, num_ctx: contextTokens, num_predict: answerTokens },
  };
}

/** Before it loads a model, while it does, and where the kernel ended what did. */
const OUT_OF_MEMORY =
  /requires more system memory|insufficient memory|out of memory|failed to allocate|signal: killed/;

const RunnerError = z.object({ error: z.object({ message: z.string() }) });

/** Since 0.30 Ollama passes on, as a text, the JSON with which llama.cpp's server refused. */
function plainWords(message: string): string {
  const [first = '', ...rest] = message.split('\n');
  try {
    return [RunnerError.parse(JSON.parse(first)).error.message, ...rest].join('\n');
  } catch {
    return message;
  }
}

/** What Ollama says, in our terms; the texts are those of its server, 0.24 and 0.32. */
function classify(error: unknown, model: string, address: ServerAddress): ServiceError {
  const message = address.redact(plainWords(reasonOf(error)));
  const said = `Ollama at ${address.url}: ${message}`;
  const options = { cause: error };
  if (/model .* not found|does not support chat/.test(message))
    return new ServiceError('MODEL_MISSING', said, `gecko model pull ${model}`, options);
  if (/exceeds the (context length|available context size)/.test(message))
    return new ServiceError('PROMPT_TOO_LONG', said, 'Ask a shorter question.', options);
  if (/server busy|maximum pending requests/.test(message))
    return new ServiceError('BUSY', said, 'Try again in a moment.', options);
  const hint = OUT_OF_MEMORY.test(message)
    ? 'Choose a smaller model in the key model.'
    : 'Check that Ollama runs (ollama serve), or set generator.kind to extractive.';
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  const text = cause === '' ? said : `${said}: ${cause}`;
  return new ServiceError('GENERATOR_UNREACHABLE', text, hint, options);
}
