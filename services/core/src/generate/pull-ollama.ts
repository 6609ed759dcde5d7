import { z } from 'zod';
import { ServiceError } from '../contract/errors.ts';
import type { PullEvent } from '../contract/pull.ts';
import { reasonOf } from '../reason-of.ts';
import { checkedLines } from './checked-lines.ts';
import { longFetch } from './long-fetch.ts';
import type { ServerAddress } from './server-address.ts';

const Line = z.object({
  status: z.string().default(''),
  error: z.string().optional(),
  digest: z.string().optional(),
  total: z.number().default(0),
  completed: z.number().default(0),
});

/** The host of a registry may come first, but no scheme and no way up. */
const NAME = /^(?!.*(\.\.|:\/\/))[A-Za-z0-9][\w./:@-]*$/;

const AGAIN = 'Try again: it goes on where it stopped.';

/**
 * Lets an Ollama pull a model, with its progress; what it has of it is not fetched again. Leaving the
 * iteration, or aborting the signal, stops the pull.
 * @throws ServiceError BAD_REQUEST: no name of a model; MODEL_UNKNOWN: the registry has none of it;
 *   NO_SPACE, MODEL_PULL_FAILED, GENERATOR_UNREACHABLE
 */
export async function* pullOllama(
  address: ServerAddress,
  model: string,
  signal: AbortSignal,
): AsyncGenerator<PullEvent> {
  // Leaving an iteration early does not stop a server; closing its connection does.
  const left = new AbortController();
  const either = AbortSignal.any([signal, left.signal]);
  let last = '';
  try {
    const response = await post(address, model, either);
    for await (const line of linesOf(response)) {
      const { status, error, digest, total, completed } = Line.parse(JSON.parse(line));
      if (error !== undefined) throw pullFailed(model, address.redact(error));
      last = status;
      const layer = digest ?? null;
      if (status !== 'success') yield { event: 'progress', status, layer, done: completed, total };
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ServiceError) throw error;
    throw pullCut(model, address, error);
  } finally {
    left.abort();
  }
  if (last !== 'success') throw pullCut(model, address);
  yield { event: 'done', model };
}

async function post(
  { url, headers, ca }: ServerAddress,
  model: string,
  signal: AbortSignal,
): Promise<Response> {
  if (!NAME.test(model)) throw pullFailed(model, 'invalid model name');
  let response: Response;
  try {
    response = await checkedLines(longFetch(signal, ca))(`${url}/api/pull`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ model }),
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new ServiceError(
      'GENERATOR_UNREACHABLE',
      `Ollama at ${url} does not answer: ${reasonOf(error)}`,
      'Check that Ollama runs: gecko status.',
      { cause: error },
    );
  }
  // A name that can be none is refused before there is a stream, with the same line.
  if (response.ok || response.status === 400) return response;
  await response.body?.cancel();
  throw new ServiceError('MODEL_PULL_FAILED', `Ollama at ${url} answers ${response.status}`, AGAIN);
}

async function* linesOf({ body }: Response): AsyncGenerator<string> {
  if (!body) return;
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part.trim() !== '') yield part;
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield rest;
}

/** What Ollama says of a registry, or of the way there; the first that fits. */
const sayings: readonly {
  says: RegExp;
  code: 'BAD_REQUEST' | 'MODEL_UNKNOWN' | 'NO_SPACE' | 'MODEL_PULL_FAILED';
  hint: string;
}[] = [
  {
    says: /invalid model name/,
    code: 'BAD_REQUEST',
    hint: 'A name looks like llama3 or llama3.2:1b.',
  },
  {
    says: /no space left/,
    code: 'NO_SPACE',
    hint: `Free space where Ollama keeps its models. ${AGAIN}`,
  },
  {
    says: /file does not exist|not found/,
    code: 'MODEL_UNKNOWN',
    hint: 'The registry has no model of that name: gecko model recommend lists some.',
  },
  {
    says: /digest mismatch/,
    code: 'MODEL_PULL_FAILED',
    hint: 'What came is not what the registry names, and was thrown away: try again. Where it happens again, something on the way changes what passes, such as a proxy.',
  },
  {
    says: /requires a newer version/,
    code: 'MODEL_PULL_FAILED',
    hint: 'This model needs a newer Ollama.',
  },
  {
    says: /x509|failed to verify certificate/,
    code: 'MODEL_PULL_FAILED',
    hint: "Ollama does not know who vouches for that registry, or for a proxy on the way: name the authority's file to it in its variable SSL_CERT_FILE.",
  },
  {
    says: /unauthorized|realm host|(^|: )40[13]\b/,
    code: 'MODEL_PULL_FAILED',
    hint: 'The registry lets nobody have it whom it does not know: look at the spelling of the name.',
  },
  {
    says: /(^|: )(429|5\d\d): /,
    code: 'MODEL_PULL_FAILED',
    hint: `The registry is busy or unwell: wait some minutes. ${AGAIN}`,
  },
  {
    says: /no such host|dial tcp|timeout|network is unreachable/,
    code: 'MODEL_PULL_FAILED',
    hint: `Ollama has no route out to the registry: gecko doctor --only proxy looks at it. ${AGAIN}`,
  },
];

function pullFailed(model: string, words: string): ServiceError {
  const { code, hint } = sayings.find(({ says }) => says.test(words)) ?? {
    code: 'MODEL_PULL_FAILED' as const,
    hint: AGAIN,
  };
  return new ServiceError(code, `Ollama could not pull ${model}: ${words}`, hint);
}

function pullCut(model: string, { redact }: ServerAddress, cause?: unknown): ServiceError {
  const why = cause === undefined ? '' : `: ${redact(reasonOf(cause))}`;
  return new ServiceError('MODEL_PULL_FAILED', `the pull of ${model} broke off${why}`, AGAIN, {
    cause,
  });
}
