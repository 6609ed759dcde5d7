import { createRoute } from '@hono/zod-openapi';
import { answer, collectAnswer } from '../../answer/answer.ts';
import { toCitations } from '../../answer/citations.ts';
import { standalone } from '../../answer/standalone.ts';
import {
  type Analysis,
  type AskEvent,
  AskEvents,
  AskRequest,
  AskResponse,
  LONGEST_QUESTION,
  SearchRequest,
  SearchResponse,
} from '../../contract/ask.ts';
import { ServiceError } from '../../contract/errors.ts';
import type { ChatMessage } from '../../contract/message.ts';
import { checkRequest, type RetrieveRequest, retrieve } from '../../retrieve/retrieve.ts';
import { resolveGeneration } from '../../store/resolve-generation.ts';
import { foldFields } from '../../store/tags.ts';
import type { App, RouteTools } from '../environment.ts';
import { answers } from '../error-answers.ts';
import { toServiceError } from '../error-response.ts';
import { jsonBody } from '../json-body.ts';
import { eventStream } from '../server-sent-events.ts';

const askRoute = createRoute({
  method: 'post',
  path: '/ask',
  summary: 'Answers a question: JSON, or events with Accept: text/event-stream',
  request: { body: { required: true, content: { 'application/json': { schema: AskRequest } } } },
  responses: {
    ...answers(AskResponse, 'The answer with its citations'),
    200: {
      description: 'The answer with its citations',
      content: {
        'application/json': { schema: AskResponse },
        'text/event-stream': { schema: AskEvents },
      },
    },
  },
});

const searchRoute = createRoute({
  method: 'post',
  path: '/search',
  summary: 'The passages that may answer a question',
  request: { body: { required: true, content: { 'application/json': { schema: SearchRequest } } } },
  responses: answers(SearchResponse, 'Passages, best first'),
});

export function registerAsk(app: App, { core, service, analyse, metrics }: RouteTools): void {
  const { config } = core;
  app.openAPIRegistry.registerPath(askRoute);
  app.openAPIRegistry.registerPath(searchRoute);

  app.post('/ask', async (context) => {
    const left = new AbortController();
    const signal = AbortSignal.any([context.get('signal'), left.signal]);
    const body = await jsonBody(context.req.raw, AskRequest, config.limits.jsonBytes, signal);
    // What is wrong with the question is told by the status; what comes later, in the stream.
    const events = inTurn(await understand(body, signal), signal);
    if (!wantsEvents(context.req.header('accept')))
      return context.json(await collectAnswer(events));
    return eventStream(
      events,
      (error) => toServiceError(error, core.log, signal),
      () => {
        context.get('finish')();
        left.abort();
      },
    );
  });

  app.post('/search', async (context) => {
    const signal = context.get('signal');
    const body = await jsonBody(context.req.raw, SearchRequest, config.limits.jsonBytes, signal);
    const { question, request, analysis } = await understand(body, signal);
    const found = await retrieve(core, { ...request, variants: analysis?.variants ?? [] });
    return context.json({
      question,
      results: toCitations(found.passages),
      retrieval: found.info,
      ...(analysis ? { analysis } : {}),
    });
  });

  /** Answers wait for their turn, in the order of asking. */
  async function* inTurn(
    { question, history, request, analysis }: Understood,
    signal: AbortSignal,
  ): AsyncGenerator<AskEvent> {
    const release = await core.turns.acquire(1, signal);
    try {
      const all = answer(core, {
        ...request,
        question,
        understood: request.question,
        history,
        backend: service,
        ...(analysis ? { analysis } : {}),
      });
      for await (const event of all) {
        if (event.event === 'done') {
          const { generator, retrieval, abstained } = event.data;
          metrics.answers.inc({
            generator: generator.kind,
            mode: retrieval.mode,
            abstained: String(abstained),
          });
        }
        yield event;
      }
    } finally {
      release();
    }
  }

  /** @throws ServiceError COLLECTION_MISSING, FILTER_UNKNOWN_FIELD, EMBEDDER_UNAVAILABLE */
  async function understand(body: AskRequest, signal: AbortSignal): Promise<Understood> {
    const { collection = config.collection, filter, topK, mode, fusion } = body;
    const { question, history } = questionOf(body);
    const understood = standalone(question, history);
    const generation = await resolveGeneration(core.store, collection);
    const analysis: Analysis | null = analyse ? await analyse(understood, generation) : null;
    const whole = foldFields({ ...analysis?.filter, ...filter });
    const request = {
      question: understood,
      collection,
      ...(Object.keys(whole).length > 0 ? { filter: whole } : {}),
      ...(topK === undefined ? {} : { topK }),
      ...(mode === undefined ? {} : { mode }),
      ...(fusion === undefined ? {} : { fusion }),
      signal,
    };
    await checkRequest(core, request);
    return { question, history, request, analysis };
  }
}

interface Understood {
  /** As it was asked, and what was said before. */
  question: string;
  history: readonly ChatMessage[];
  /** With the question as it is understood. */
  request: RetrieveRequest;
  /** What `rag` understood; its filter is part of the request. */
  analysis: Analysis | null;
}

/** @throws ServiceError BAD_REQUEST */
function questionOf({ question, query, messages = [] }: AskRequest) {
  const given = question ?? query;
  const last = messages.at(-1);
  const isLast = given === undefined && last?.role === 'user';
  const asked = (isLast ? last.content : (given ?? '')).trim();
  if (asked === '')
    throw new ServiceError(
      'BAD_REQUEST',
      'question is missing or empty',
      'Send {"question": "…"}.',
    );
  if (asked.length > LONGEST_QUESTION)
    throw new ServiceError(
      'BAD_REQUEST',
      `the question is longer than ${LONGEST_QUESTION} characters`,
      'Ask a shorter question.',
    );
  return { question: asked, history: isLast ? messages.slice(0, -1) : messages };
}

function wantsEvents(accept: string | undefined): boolean {
  return accept?.toLowerCase().includes('text/event-stream') ?? false;
}
