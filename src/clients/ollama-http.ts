import * as z from 'zod/mini';
import { exitCodes, GeckoError } from '../errors.ts';
import { type Fetch, silent, unreachable } from './http-api.ts';
import { lines } from './lines.ts';
import type { GenerateInput, ModelDetails, OllamaServer, PullProgress } from './ollama.ts';
import { pullCut, pullFailed } from './pull-failure.ts';

/** Milliseconds for what Ollama knows by heart. */
const LOOK_TIMEOUT = 10_000;

export interface OllamaHttpOptions {
  /** Base URL, without a slash at its end; asked for at each call. */
  at: () => Promise<string>;
  /** Bearer token or key; null: none. */
  token: string | null;
  fetch: Fetch;
}

interface OllamaRequest {
  method?: 'GET' | 'POST' | 'DELETE';
  path: string;
  json?: unknown;
  timeoutMs?: number;
  signal: AbortSignal;
}

const text = z._default(z.string(), '');
const count = z._default(z.number(), 0);
const Details = z._default(z.object({ parameter_size: text, quantization_level: text }), {
  parameter_size: '',
  quantization_level: '',
});
const Version = z.object({ version: z.string() });
const Tags = z.object({
  models: z.array(z.object({ name: z.string(), digest: text, size: count, details: Details })),
});
const Show = z.object({
  details: Details,
  model_info: z._default(z.record(z.string(), z.unknown()), {}),
  parameters: text,
  license: text,
  capabilities: z._default(z.array(z.string()), []),
});
const Running = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      size: count,
      size_vram: count,
      context_length: z.optional(z.number()),
      expires_at: text,
    }),
  ),
});
const Generated = z.object({
  response: text,
  load_duration: count,
  prompt_eval_count: count,
  prompt_eval_duration: count,
  eval_count: count,
  eval_duration: count,
});
const PullLine = z.object({
  status: text,
  error: z.optional(z.string()),
  digest: z.optional(z.string()),
  completed: count,
  total: count,
});

/** Ollama's HTTP API, as recorded of 0.24 and 0.32. */
export function connectOllama(options: OllamaHttpOptions): OllamaServer {
  const look = async <T>(schema: z.ZodMiniType<T>, request: OllamaRequest): Promise<T> =>
    understood(schema, await send(options, { timeoutMs: LOOK_TIMEOUT, ...request }));
  return {
    version: async (signal) => (await look(Version, { path: '/api/version', signal })).version,
    async models(signal) {
      const { models } = await look(Tags, { path: '/api/tags', signal });
      return models.map(({ name, digest, size, details }) => ({
        name,
        digest,
        bytes: size,
        parameterSize: details.parameter_size,
        quantisation: details.quantization_level,
      }));
    },
    async show(model, signal): Promise<ModelDetails> {
      const request = { method: 'POST', path: '/api/show', json: { model }, signal } as const;
      const { details, model_info, parameters, license, capabilities } = await look(Show, request);
      return {
        parameterSize: details.parameter_size,
        quantisation: details.quantization_level,
        metadata: model_info,
        parameters,
        licence: license,
        capabilities,
      };
    },
    async running(signal) {
      const { models } = await look(Running, { path: '/api/ps', signal });
      return models.map(({ name, size, size_vram, context_length, expires_at }) => ({
        name,
        bytes: size,
        deviceBytes: size_vram,
        contextTokens: context_length ?? null,
        expires: expires_at,
      }));
    },
    pull: (model, onProgress, signal) => pull(options, model, onProgress, signal),
    async remove(model, signal) {
      const response = await send(options, {
        method: 'DELETE',
        path: '/api/delete',
        json: { model },
        timeoutMs: LOOK_TIMEOUT,
        signal,
      });
      await response.text();
    },
    async generate(input, signal) {
      const request = { method: 'POST', path: '/api/generate', signal } as const;
      const answer = await understood(
        Generated,
        await send(options, { ...request, json: generateBody(input) }),
      );
      return {
        text: answer.response,
        loadSeconds: answer.load_duration / 1e9,
        promptTokens: answer.prompt_eval_count,
        promptSeconds: answer.prompt_eval_duration / 1e9,
        tokens: answer.eval_count,
        seconds: answer.eval_duration / 1e9,
      };
    },
  };

  async function understood<T>(
    schema: z.ZodMiniType<T>,
    response: Response | Promise<Response>,
  ): Promise<T> {
    const body: unknown = await (await response).json().catch(() => null);
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new GeckoError(
      'OLLAMA_FAILED',
      `What answers at ${await options.at()} is no Ollama that gecko understands`,
      { exitCode: exitCodes.failure, hint: 'Look what listens there, and which version it is.' },
    );
  }
}

/** Options are those of the backends' questions: a changed one makes Ollama load the model again. */
function generateBody({ model, prompt, tokens, contextTokens, keepAlive }: GenerateInput) {
  return {
    model,
    prompt,
    stream: false,
    // Seconds, and -1 for ever, are numbers to it; `5m` is a text.
    keep_alive: /^-?\d+$/.test(keepAlive) ? Number(keepAlive) : keepAlive,
    options: { temperature: 0, seed: 1, num_ctx: contextTokens, num_predict: tokens },
  };
}

async function pull(
  options: OllamaHttpOptions,
  model: string,
  onProgress: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  let last = '';
  try {
    const request = { method: 'POST', path: '/api/pull', json: { model }, signal } as const;
    // A name that can be none is refused before there is a stream, with the same line.
    const { body } = await send(options, request, 400);
    if (!body) throw pullCut(model);
    for await (const line of lines(body)) {
      const { status, error, digest, completed, total } = PullLine.parse(JSON.parse(line));
      if (error !== undefined) throw pullFailed(model, error);
      last = status;
      onProgress({ status, layer: digest ?? null, done: completed, total });
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof GeckoError ? error : pullCut(model, error);
  }
  if (last !== 'success') throw pullCut(model);
}

/** @param alsoAnswers a status that has the same body as a success */
async function send(
  { at, token, fetch }: OllamaHttpOptions,
  { method = 'GET', path, json, timeoutMs, signal }: OllamaRequest,
  alsoAnswers?: number,
): Promise<Response> {
  const baseUrl = await at();
  const deadline = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: json === undefined ? null : JSON.stringify(json),
      redirect: 'error',
      signal: AbortSignal.any(deadline ? [signal, deadline] : [signal]),
    });
  } catch (error) {
    signal.throwIfAborted();
    throw deadline?.aborted ? silent(baseUrl, timeoutMs ?? 0, error) : unreachable(baseUrl, error);
  }
  if (response.ok || response.status === alsoAnswers) return response;
  throw refusal(response.status, await response.text(), baseUrl);
}

function refusal(status: number, body: string, baseUrl: string): GeckoError {
  const words = wordsOf(body);
  if (status === 401 || status === 403)
    return new GeckoError('UNAUTHORIZED', `${baseUrl} refuses the project's token`, {
      exitCode: exitCodes.key,
      hint: '`gecko up` gives the services the token that is meant now.',
    });
  if (words === null && status >= 500) return unreachable(baseUrl, new Error(`HTTP ${status}`));
  if (status === 404 && words !== null)
    return new GeckoError('MODEL_MISSING', `Ollama at ${baseUrl}: ${words}`, {
      exitCode: exitCodes.failure,
      hint: '`gecko model list` shows what it has, `gecko model pull NAME` brings one.',
    });
  return new GeckoError('OLLAMA_FAILED', `Ollama at ${baseUrl}: ${words ?? `HTTP ${status}`}`, {
    exitCode: exitCodes.failure,
    hint: '`gecko logs --tail 50 ollama` shows what it said.',
  });
}

/** Null where it is not Ollama that speaks, such as a door that does not reach it. */
function wordsOf(body: string): string | null {
  try {
    const { error } = z.object({ error: z.string() }).parse(JSON.parse(body));
    return error;
  } catch {
    return null;
  }
}
