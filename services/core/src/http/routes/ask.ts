import { createRoute } from '@hono/zod-openapi';
import { answer, collectAnswer } from '../../answer/answer.ts';
import { toCitations } from '../../answer/citations.ts';
import {
  type Analysis,
  type AskEvent,
  AskEvents,
  AskRequest,
  AskResponse,
  SearchRequest,
  SearchResponse,
} from '../../contract/ask.ts';
import { ServiceError } from '../../contract/errors.ts';
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
    const events = inTurn(await understand(questionOf(body), body, signal), signal);
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
    const { request, analysis } = await understand(questionOf(body), body, signal);
    const found = await retrieve(core, { ...request, variants: analysis?.variants ?? [] });
    return context.json({
      question: request.question,
      results: toCitations(found.passages),
      retrieval: found.info,
      ...(analysis ? { analysis } : {}),
    });
  });

  /** Answers wait for their turn, in the order of asking. */
  async function* inTurn(
    { request, analysis }: Understood,
    signal: AbortSignal,
  ): AsyncGenerator<AskEvent> {
    const release = await core.turns.acquire(1, signal);
    try {
      const all = answer(core, { ...request, backend: service, ...(analysis ? { analysis } : {}) });
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
  async function understand(
    question: string,
    body: AskRequest,
    signal: AbortSignal,
  ): Promise<Understood> {
    const { collection = config.collection, filter, topK, mode, fusion } = body;
    const generation = await resolveGeneration(core.store, collection);
    const analysis: Analysis | null = analyse ? await analyse(question, generation) : null;
    const whole = foldFields({ ...analysis?.filter, ...filter });
    const request = {
      question,
      collection,
      ...(Object.keys(whole).length > 0 ? { filter: whole } : {}),
      ...(topK === undefined ? {} : { topK }),
      ...(mode === undefined ? {} : { mode }),
      ...(fusion === undefined ? {} : { fusion }),
      signal,
    };
    await checkRequest(core, request);
    return { request, analysis };
  }
}

interface Understood {
  request: RetrieveRequest;
  /** What `rag` understood; its filter is part of the request. */
  analysis: Analysis | null;
}

function questionOf({ question, query }: Pick<AskRequest, 'question' | 'query'>): string {
  const asked = (question ?? query ?? '').trim();
  if (asked !== '') return asked;
  throw new ServiceError('BAD_REQUEST', 'question is missing or empty', 'Send {"question": "…"}.');
}

function wantsEvents(accept: string | undefined): boolean {
  return accept?.toLowerCase().includes('text/event-stream') ?? false;
}
