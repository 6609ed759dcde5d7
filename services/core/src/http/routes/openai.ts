import { randomUUID } from 'node:crypto';
import { createRoute } from '@hono/zod-openapi';
import type { Citation } from '../../contract/ask.ts';
import { ServiceError } from '../../contract/errors.ts';
import {
  ChatCompletion,
  ChatCompletionRequest,
  type Model,
  ModelList,
} from '../../contract/openai.ts';
import type { Message } from '../../generate/port.ts';
import { estimateTokens } from '../../generate/prompt.ts';
import { createAsking } from '../asking.ts';
import { begun } from '../begun.ts';
import type { App, RouteTools } from '../environment.ts';
import { answers } from '../error-answers.ts';
import { toErrorBody, toServiceError } from '../error-response.ts';
import { jsonBody } from '../json-body.ts';
import { sseResponse } from '../server-sent-events.ts';

/** The default collection, for clients that want to name a model. */
const DEFAULT_MODEL = 'gecko';

const routes = [
  createRoute({
    method: 'post',
    path: '/v1/chat/completions',
    summary: 'The corpus, or the language model alone, for OpenAI clients',
    request: {
      body: { required: true, content: { 'application/json': { schema: ChatCompletionRequest } } },
    },
    responses: answers(ChatCompletion, 'The answer; with stream, chunks as server-sent events'),
  }),
  createRoute({
    method: 'get',
    path: '/v1/models',
    summary: 'What can be named as model: gecko, the collections, the language models',
    responses: answers(ModelList, 'Models'),
  }),
];

/** What an answer is made of, whoever writes it. */
type Pieces = AsyncGenerator<string, { length: boolean; citations?: Citation[] }>;

/** The part of OpenAI's API that chat programs use (https://platform.openai.com/docs/api-reference). */
export function registerOpenAi(app: App, tools: RouteTools): void {
  const { core } = tools;
  const { config, clock } = core;
  const { understand, inTurn } = createAsking(tools);
  for (const route of routes) app.openAPIRegistry.registerPath(route);

  app.get('/v1/models', async (context) =>
    context.json({ object: 'list' as const, data: await models() }),
  );

  app.get('/v1/models/:id', async (context) => {
    const id = context.req.param('id');
    const model = (await models()).find((one) => one.id === id);
    if (!model) throw unknownModel(id);
    return context.json(model);
  });

  app.post('/v1/chat/completions', async (context) => {
    const left = new AbortController();
    const signal = AbortSignal.any([context.get('signal'), left.signal]);
    const { limits } = config;
    const request = await jsonBody(
      context.req.raw,
      ChatCompletionRequest,
      limits.jsonBytes,
      signal,
    );
    const messages = request.messages.map(toMessage);
    const pieces = await piecesOf(request.model, messages, signal);
    const common = {
      id: `chatcmpl-${randomUUID()}`,
      created: Math.floor(clock.now() / 1_000),
      model: request.model,
    };
    if (!request.stream) return context.json(await whole(common, messages, pieces));
    const chunks = await begun(
      chunksOf(common, messages, pieces, request.stream_options?.include_usage ?? false),
    );
    return sseResponse(chunks, {
      encode: (chunk) => event(chunk),
      failed: (error) => event(toErrorBody(toServiceError(error, core.log, signal))),
      ended() {
        context.get('finish')();
        left.abort();
      },
    });
  });

  async function models(): Promise<Model[]> {
    const [collections, { complete, info }, named] = await Promise.all([
      core.store.collections(),
      core.generator(),
      core.models(),
    ]);
    const usual = complete && info.model ? [model(info.model, info.kind)] : [];
    const others = named.filter(({ name }) => name !== info.model);
    return [
      model(DEFAULT_MODEL, 'gecko'),
      ...collections.map(({ collection }) => model(collection, 'gecko')),
      ...[...usual, ...others.map(({ name, kind }) => model(name, kind))],
    ];
  }

  async function piecesOf(
    model: string,
    messages: readonly Message[],
    signal: AbortSignal,
  ): Promise<Pieces> {
    const isCorpus = model === DEFAULT_MODEL || (await core.store.resolve(model)) !== null;
    if (!isCorpus) return fromModel(model, messages, signal);
    const request = {
      // What a client tells its model to be says nothing of the corpus.
      messages: messages.filter(({ role }) => role !== 'system'),
      ...(model === DEFAULT_MODEL ? {} : { collection: model }),
    };
    return fromCorpus(inTurn(await understand(request, signal), signal));
  }

  async function named(model: string) {
    try {
      return await core.generator(model);
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'MODEL_UNKNOWN')
        throw unknownModel(model);
      throw error;
    }
  }

  async function fromModel(
    model: string,
    messages: readonly Message[],
    signal: AbortSignal,
  ): Promise<Pieces> {
    const { complete, info } = await named(model);
    if (!complete || info.model !== model) throw unknownModel(model);
    return (async function* () {
      const release = await core.turns.acquire(1, signal);
      try {
        return { length: (yield* complete(messages, signal)) === 'length' };
      } finally {
        release();
      }
    })();
  }
}

/** The answer, and below it where it stands: programs of others show nothing but the text. */
async function* fromCorpus(events: ReturnType<ReturnType<typeof createAsking>['inTurn']>): Pieces {
  for await (const { event, data } of events) {
    if (event === 'token') yield data.text;
    if (event !== 'done') continue;
    const { citations, truncated, abstained } = data;
    if (!abstained && citations.length > 0) yield `\n\n${citations.map(citationLine).join('\n')}`;
    return { length: truncated, citations };
  }
  throw new ServiceError('INTERNAL', 'the answer ended without a result');
}

function citationLine({ n, source, page, line, title }: Citation): string {
  const place = page !== null ? `, page ${page}` : line !== null ? `:${line}` : '';
  return `[${n}] ${source}${place} ${title}`;
}

type Common = Pick<ChatCompletion, 'id' | 'created' | 'model'>;

async function whole(common: Common, messages: readonly Message[], pieces: Pieces) {
  let content = '';
  let step = await pieces.next();
  for (; !step.done; step = await pieces.next()) content += step.value;
  const { length, citations } = step.value;
  return {
    ...common,
    object: 'chat.completion' as const,
    choices: [
      {
        index: 0 as const,
        message: { role: 'assistant' as const, content },
        finish_reason: length ? ('length' as const) : ('stop' as const),
      },
    ],
    usage: usage(messages, content),
    ...(citations ? { citations } : {}),
  };
}

async function* chunksOf(
  common: Common,
  messages: readonly Message[],
  pieces: Pieces,
  withUsage: boolean,
): AsyncGenerator<Record<string, unknown> | string> {
  const chunk = (delta: object, finish_reason: string | null, further = {}) => ({
    ...common,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason }],
    ...further,
  });
  let content = '';
  try {
    yield chunk({ role: 'assistant', content: '' }, null);
    let step = await pieces.next();
    for (; !step.done; step = await pieces.next()) {
      content += step.value;
      yield chunk({ content: step.value }, null);
    }
    const { length, citations } = step.value;
    yield chunk({}, length ? 'length' : 'stop', citations ? { citations } : {});
    if (withUsage)
      yield {
        ...common,
        object: 'chat.completion.chunk',
        choices: [],
        usage: usage(messages, content),
      };
    yield '[DONE]';
  } finally {
    // A reader who leaves ends this generator at a yield; that has to reach the work.
    await pieces.return({ length: false });
  }
}

function event(data: unknown): string {
  return `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}

function usage(messages: readonly Message[], content: string) {
  const prompt = estimateTokens(messages.map((message) => message.content).join('\n'));
  const completion = estimateTokens(content);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
  };
}

/** Tools and other roles are of no use here; what they say is the system's. */
function toMessage({ role, content }: ChatCompletionRequest['messages'][number]): Message {
  const known = role === 'user' || role === 'assistant' ? role : 'system';
  const text =
    typeof content === 'string' ? content : (content ?? []).map(({ text }) => text).join('');
  return { role: known, content: text };
}

function model(id: string, owned_by: string): Model {
  return { id, object: 'model', created: 0, owned_by };
}

function unknownModel(model: string): ServiceError {
  // Not the code of a generator that lacks its model: clients try that status again.
  return new ServiceError(
    'NOT_FOUND',
    `there is no model ${model.slice(0, 100)}: neither a collection nor the language model has this name`,
    'GET /v1/models lists what there is.',
  );
}
