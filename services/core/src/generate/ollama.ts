import { type ChatResponse, Ollama } from 'ollama';
import { ServiceError } from '../contract/errors.ts';
import type { GeneratorTools } from './choose.ts';
import { fittedPrompt } from './fitted-prompt.ts';
import { longFetch } from './long-fetch.ts';
import type { GenerateRequest, GenerateResult, Generator } from './port.ts';
import type { GeneratorSettings } from './settings.ts';

/** Time in which a running Ollama lists its models. */
const LIST_MS = 1_000;

/** Tries when the server is busy (503) or finds the prompt too long after all. */
const ATTEMPTS = 4;

/** Names of the models that the Ollama at an address has; null where none answers. */
export async function listModels(address: string, signal?: AbortSignal): Promise<string[] | null> {
  const deadline = AbortSignal.timeout(LIST_MS);
  const client = new Ollama({
    host: address,
    fetch: longFetch(signal ? AbortSignal.any([signal, deadline]) : deadline),
  });
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
  address: string,
  tools: GeneratorTools,
  reason: string,
): Generator {
  const { model } = settings;
  return {
    info: { kind: 'ollama', model, reason },
    generate: (request) => generate(settings, address, tools, request),
    async check(signal) {
      const models = await listModels(address, signal);
      if (models === null) return { ok: false, detail: `Ollama at ${address} does not answer` };
      const has = models.includes(model) || models.includes(`${model}:latest`);
      return has
        ? { ok: true, detail: `Ollama at ${address}, model ${model}` }
        : {
            ok: false,
            detail: `Ollama at ${address} does not have ${model}; bring it with: ollama pull ${model}`,
          };
    },
  };
}

async function* generate(
  settings: GeneratorSettings,
  address: string,
  { clock, log }: GeneratorTools,
  request: GenerateRequest,
): AsyncGenerator<string, GenerateResult> {
  // Its own controller: the package's abort() does nothing before the headers have come.
  const stop = new AbortController();
  const signal = AbortSignal.any([request.signal, stop.signal]);
  const client = new Ollama({ host: address, fetch: longFetch(signal) });
  try {
    for (let attempt = 0, fewer = 0; ; attempt += 1) {
      const { messages, omitted } = fittedPrompt(request, settings, fewer);
      let begun = false;
      try {
        const stream = await client.chat(chatRequest(settings, messages));
        let last: ChatResponse | undefined;
        for await (const part of stream) {
          last = part;
          begun ||= part.message.content !== '';
          if (part.message.content !== '') yield part.message.content;
        }
        return { omitted, stop: last?.done_reason === 'length' ? 'length' : 'end' };
      } catch (error) {
        request.signal.throwIfAborted();
        const failure = classify(error, settings.model, address);
        const again = !begun && attempt + 1 < ATTEMPTS;
        if (again && failure.code === 'PROMPT_TOO_LONG' && fewer + 1 < request.passages.length)
          fewer += 1;
        else if (again && failure.code === 'BUSY')
          await clock.sleep(backoff(attempt), request.signal);
        else throw failure;
        log('info', 'Ollama is asked again', { reason: failure.message });
      }
    }
  } finally {
    // Leaving the iteration early does not stop the server; closing the connection does.
    stop.abort();
  }
}

/** Options stay the same from request to request: a changed one makes Ollama load the model again. */
function chatRequest(
  { model, keepAlive, contextTokens, answerTokens }: GeneratorSettings,
  messages: { role: string; content: string }[],
) {
  return {
    model,
    messages,
    stream: true as const,
    keep_alive: keepAlive,
    // An error is better than a prompt that is cut in silence; the package's types lack the field.
    truncate: false,
    options: { temperature: 0, seed: 1, num_ctx: contextTokens, num_predict: answerTokens },
  };
}

/** Doubling waits with jitter, so that many waiting callers do not come back together. */
function backoff(attempt: number): number {
  return 500 * 2 ** attempt * (0.5 + Math.random() / 2);
}

/** What Ollama says, in our terms; the texts are those of its server (0.24). */
function classify(error: unknown, model: string, address: string): ServiceError {
  const message = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  if (/model .* not found|does not support chat/.test(message)) {
    return new ServiceError(
      'MODEL_MISSING',
      `Ollama at ${address}: ${message}`,
      `ollama pull ${model}`,
      options,
    );
  }
  if (/exceeds the context length/.test(message)) {
    return new ServiceError(
      'PROMPT_TOO_LONG',
      `Ollama at ${address}: ${message}`,
      'Ask a shorter question.',
      options,
    );
  }
  if (/server busy|maximum pending requests/.test(message)) {
    return new ServiceError(
      'BUSY',
      `Ollama at ${address} is busy`,
      'Try again in a moment.',
      options,
    );
  }
  if (/requires more system memory/.test(message)) {
    return new ServiceError(
      'GENERATOR_UNREACHABLE',
      `Ollama at ${address}: ${message}`,
      'Choose a smaller model in the key model.',
      options,
    );
  }
  const cause =
    error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return new ServiceError(
    'GENERATOR_UNREACHABLE',
    `Ollama at ${address} gave no answer: ${message}${cause}`,
    'Check that Ollama runs (ollama serve), or set generator.kind to extractive.',
    options,
  );
}
