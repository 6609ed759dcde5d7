import { exitCodes, GeckoError } from '../errors.ts';
import type { Door, ModelProgress, Probe } from './door.ts';
import { callApi, type Fetch, unreachable } from './http-api.ts';
import { lines } from './lines.ts';

/** Milliseconds for one probe, and for the list of models. */
const PROBE_TIMEOUT = 2_000;
const LIST_TIMEOUT = 10_000;

const AGAIN = 'Run the command again: it goes on where it stopped.';

/** @param at gives the base URL of the page, without a slash at its end */
export function connectDoor(at: () => Promise<string>, token: string, fetch: Fetch): Door {
  const options = async () => ({ baseUrl: await at(), token, fetch });
  return {
    async probe(container, signal): Promise<Probe> {
      const url = `${await at()}/-/health${container === null ? '' : `/${container}`}`;
      try {
        const response = await fetch(url, {
          signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_TIMEOUT)]),
        });
        const text = (await response.text()).trim().split('\n')[0] ?? '';
        const { ok: healthy, status } = response;
        return { healthy, status, detail: `HTTP ${status} ${text}`.slice(0, 200) };
      } catch (error) {
        signal.throwIfAborted();
        return { healthy: false, detail: unreachable(url, error).message };
      }
    },
    async models(signal) {
      const path = '/-/ollama/api/tags';
      try {
        const response = await callApi(await options(), { path, signal, timeoutMs: LIST_TIMEOUT });
        return modelNames(await response.json());
      } catch (error) {
        if (error instanceof GeckoError || error instanceof SyntaxError) return null;
        throw error;
      }
    },
    async pullModel(model, onProgress, signal) {
      const path = '/-/ollama/api/pull';
      // A name that can be none is refused before there is a stream, with the same line.
      const request = { method: 'POST' as const, path, json: { model }, signal, alsoAnswers: 400 };
      const { body } = await callApi(await options(), request);
      let last = '';
      try {
        if (!body) throw cut(model);
        for await (const line of lines(body)) {
          const progress = toProgress(line, model);
          last = progress.status;
          onProgress(progress);
        }
      } catch (error) {
        signal.throwIfAborted();
        throw error instanceof GeckoError ? error : cut(model, error);
      }
      if (last !== 'success') throw cut(model);
    },
  };
}

function modelNames(body: unknown): string[] {
  const { models } = record(body);
  return Array.isArray(models)
    ? models.map((one) => record(one).name).filter((name) => typeof name === 'string')
    : [];
}

/** A line of the stream; an error may come in any of them. */
function toProgress(line: string, model: string): ModelProgress {
  const { status, error, completed, total } = record(JSON.parse(line));
  if (typeof error === 'string') throw failed(model, error);
  return {
    status: typeof status === 'string' ? status : '',
    ...(typeof completed === 'number' ? { current: completed } : {}),
    ...(typeof total === 'number' ? { total } : {}),
  };
}

function failed(model: string, words: string): GeckoError {
  const isFull = /no space left/.test(words);
  return new GeckoError('MODEL_PULL_FAILED', `Ollama could not pull ${model}: ${words}`, {
    exitCode: isFull ? exitCodes.space : exitCodes.failure,
    hint: isFull ? `Free space where the engine keeps its volumes. ${AGAIN}` : hintFor(words),
  });
}

function hintFor(words: string): string {
  if (/invalid model name/.test(words))
    return 'A name looks like llama3 or llama3.2:1b: set the key model, or --model.';
  if (/file does not exist|not found/.test(words))
    return 'The registry has no model of that name: set the key model, or --model.';
  return /no such host|dial tcp|timeout/.test(words)
    ? `Ollama's container does not reach the registry. Mend its way out. ${AGAIN}`
    : AGAIN;
}

function cut(model: string, cause?: unknown): GeckoError {
  return new GeckoError('MODEL_PULL_FAILED', `The pull of ${model} broke off`, {
    exitCode: exitCodes.failure,
    hint: AGAIN,
    cause,
  });
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
