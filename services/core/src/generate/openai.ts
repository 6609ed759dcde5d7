import { z } from 'zod';
import { ServiceError } from '../contract/errors.ts';
import { type ChatTools, chatGenerator } from './chat.ts';
import { longFetch } from './long-fetch.ts';
import type { GenerateResult, Generator, Message } from './port.ts';
import { type ServerAddress, serverAddress } from './server-address.ts';
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

const HINT = 'Check generator.url and that the server runs.';

/** Answers through any server with OpenAI's `POST {url}/chat/completions`, always streamed. */
export function createOpenAiGenerator(
  settings: GeneratorSettings,
  url: string,
  tools: ChatTools,
  reason: string,
): Generator {
  const address = serverAddress(url, settings.key, settings.ca);
  const { learned = new Set<string>() } = tools;
  const generator = {
    info: { kind: 'openai', model: settings.model, reason } as const,
    limits: () => settings,
    chat: (messages: readonly Message[], signal: AbortSignal) =>
      chat({ settings, address, learned }, messages, signal),
    async check(signal?: AbortSignal) {
      const deadline = AbortSignal.timeout(2_000);
      const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
      const { url: base, headers, ca } = address;
      const response = await longFetch(either, ca)(`${base}/models`, { headers }).catch(
        innerReason,
      );
      if (typeof response === 'string')
        return { ok: false, detail: `${base} does not answer: ${response}` };
      await response.body?.cancel();
      return response.ok
        ? { ok: true, detail: `${base}, model ${settings.model}` }
        : { ok: false, detail: `${base}/models answers ${response.status}` };
    },
  };
  return chatGenerator(generator, tools);
}

interface Server {
  settings: GeneratorSettings;
  address: ServerAddress;
  /** Of which models refuse what. */
  learned: Set<string>;
}

async function* chat(
  server: Server,
  messages: readonly Message[],
  signal: AbortSignal,
): AsyncGenerator<string, GenerateResult['stop']> {
  const { address } = server;
  try {
    const body = await open(server, messages, signal);
    let finish: string | null = null;
    for await (const data of eventData(body)) {
      if (data === '[DONE]') {
        finish ??= 'stop';
        break;
      }
      const { choices, error } = Piece.parse(JSON.parse(data));
      if (error !== undefined && error !== null)
        throw new Error(problemOf(data) ?? JSON.stringify(error));
      const [choice] = choices ?? [];
      finish = choice?.finish_reason ?? finish;
      if (choice?.delta?.content) yield choice.delta.content;
    }
    if (finish === null) throw new Error('its answer broke off');
    return finish === 'length' ? 'length' : 'end';
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError(
      'GENERATOR_UNREACHABLE',
      `${address.url} gave no answer: ${address.redact(innerReason(error))}`,
      HINT,
      { cause: error },
    );
  }
}

/** What newer models of OpenAI refuse, by what their refusal says. */
const REFUSALS = { max_tokens: /max_completion_tokens/, temperature: /\btemperature\b/ };

async function open(
  { settings: { model, answerTokens }, address, learned }: Server,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const { url, headers, ca, redact } = address;
  const lacks = (what: string) => `${url} ${model} without ${what}`;
  for (;;) {
    const limit = learned.has(lacks('max_tokens')) ? 'max_completion_tokens' : 'max_tokens';
    const request = {
      ...{ model, messages, stream: true, [limit]: answerTokens },
      ...(learned.has(lacks('temperature')) ? {} : { temperature: 0 }),
    };
    const response = await longFetch(signal, ca)(`${url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(request),
    });
    if (response.ok && response.body) return response.body;
    const { status } = response;
    const problem = problemOf(await response.text()) ?? `it answers ${status}`;
    const refused = Object.entries(REFUSALS).find(
      ([what, words]) => status === 400 && what in request && words.test(problem),
    );
    if (!refused) throw classify(status, `${url}: ${redact(problem)}`);
    learned.add(lacks(refused[0]));
  }
}

function classify(status: number, message: string): ServiceError {
  if (status === 429 && /quota|billing|credit/i.test(message))
    return new ServiceError('GENERATOR_UNREACHABLE', message, 'Look at the plan of this account.');
  if (status === 401 || status === 403)
    return new ServiceError('GENERATOR_UNREACHABLE', message, 'Set GECKO_GENERATOR_KEY.');
  if (status === 429 || status === 503)
    return new ServiceError('BUSY', message, 'Try again in a moment.');
  if (/context (length|window|size)|maximum context|too long/i.test(message))
    return new ServiceError('PROMPT_TOO_LONG', message, 'Ask a shorter question.');
  if (status === 404 || /model .*(not found|does not exist)/i.test(message)) {
    const hint = 'Set the key model to one that the server has; generator.url ends in /v1.';
    return new ServiceError('MODEL_MISSING', message, hint);
  }
  return new ServiceError('GENERATOR_UNREACHABLE', message, HINT);
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

function innerReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
