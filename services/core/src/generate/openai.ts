import { z } from 'zod';
import { ServiceError } from '../contract/errors.ts';
import type { GeneratorTools } from './choose.ts';
import { fittedPrompt } from './fitted-prompt.ts';
import { longFetch } from './long-fetch.ts';
import type { GenerateRequest, GenerateResult, Generator, Message } from './port.ts';
import type { GeneratorSettings } from './settings.ts';

const Piece = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).optional(),
        finish_reason: z.string().nullish(),
      }),
    )
    .optional(),
  error: z.unknown().optional(),
});

const Problem = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) });

/** Answers through any server with OpenAI's `POST {url}/chat/completions`, always streamed. */
export function createOpenAiGenerator(
  settings: GeneratorSettings,
  url: string,
  _tools: GeneratorTools,
  reason: string,
): Generator {
  const base = url.replace(/\/+$/, '');
  return {
    info: { kind: 'openai', model: settings.model, reason },
    generate: (request) => generate(settings, base, request),
    async check(signal) {
      const deadline = AbortSignal.timeout(2_000);
      const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
      const response = await longFetch(either)(`${base}/models`, {
        headers: headers(settings),
      }).catch((error: unknown) => reasonOf(error));
      if (typeof response === 'string')
        return { ok: false, detail: `${base} does not answer: ${response}` };
      await response.body?.cancel();
      return response.ok
        ? { ok: true, detail: `${base}, model ${settings.model}` }
        : { ok: false, detail: `${base}/models answers ${response.status}` };
    },
  };
}

async function* generate(
  settings: GeneratorSettings,
  base: string,
  request: GenerateRequest,
): AsyncGenerator<string, GenerateResult> {
  const stop = new AbortController();
  const signal = AbortSignal.any([request.signal, stop.signal]);
  try {
    const { messages, omitted } = fittedPrompt(request, settings, 0);
    const body = await open(settings, base, messages, signal);
    let finish: string | null = null;
    for await (const data of eventData(body)) {
      if (data === '[DONE]') break;
      const { choices, error } = Piece.parse(JSON.parse(data));
      if (error !== undefined) throw new Error(JSON.stringify(error));
      const [choice] = choices ?? [];
      finish = choice?.finish_reason ?? finish;
      if (choice?.delta?.content) yield choice.delta.content;
    }
    return { omitted, stop: finish === 'length' ? 'length' : 'end' };
  } catch (error) {
    request.signal.throwIfAborted();
    if (error instanceof ServiceError) throw error;
    throw new ServiceError(
      'GENERATOR_UNREACHABLE',
      `${base} gave no answer: ${reasonOf(error)}`,
      'Check generator.url and that the server runs.',
      { cause: error },
    );
  } finally {
    stop.abort();
  }
}

async function open(
  settings: GeneratorSettings,
  base: string,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const response = await longFetch(signal)(`${base}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers(settings) },
    body: JSON.stringify({
      model: settings.model,
      messages,
      stream: true,
      temperature: 0,
      max_tokens: settings.answerTokens,
    }),
  });
  if (response.ok && response.body) return response.body;
  const text = await response.text();
  const message = problemOf(text) ?? `it answers ${response.status}`;
  if (response.status === 404 || /model .*(not found|does not exist)/i.test(message)) {
    throw new ServiceError(
      'MODEL_MISSING',
      `${base}: ${message}`,
      'Set the key model to one that the server has.',
    );
  }
  if (response.status === 401 || response.status === 403) {
    throw new ServiceError(
      'GENERATOR_UNREACHABLE',
      `${base} refuses the key: ${message}`,
      'Set GECKO_GENERATOR_KEY.',
    );
  }
  if (response.status === 429 || response.status === 503) {
    throw new ServiceError('BUSY', `${base} is busy: ${message}`, 'Try again in a moment.');
  }
  if (/context length|maximum context|too long/i.test(message)) {
    throw new ServiceError('PROMPT_TOO_LONG', `${base}: ${message}`, 'Ask a shorter question.');
  }
  throw new Error(message);
}

function headers({ key }: GeneratorSettings): Record<string, string> {
  return key ? { authorization: `Bearer ${key}` } : {};
}

function problemOf(text: string): string | null {
  try {
    const { error } = Problem.parse(JSON.parse(text));
    return typeof error === 'string' ? error : error.message;
  } catch {
    // Not the JSON of such a server: a proxy's page, for example, which nobody wants to read here.
    return null;
  }
}

/** The `data:` fields of a text/event-stream, https://html.spec.whatwg.org/multipage/server-sent-events.html */
async function* eventData(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true });
    const lines = rest.split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data:')) yield line.slice(5).trim();
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
