import { createRoute } from '@hono/zod-openapi';
import { collectAnswer } from '../../answer/answer.ts';
import { toCitations } from '../../answer/citations.ts';
import {
  AskEvents,
  AskRequest,
  AskResponse,
  SearchRequest,
  SearchResponse,
} from '../../contract/ask.ts';
import { retrieve } from '../../retrieve/retrieve.ts';
import { createAsking } from '../asking.ts';
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

export function registerAsk(app: App, tools: RouteTools): void {
  const { core } = tools;
  const { config } = core;
  const { understand, inTurn } = createAsking(tools);
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
}

function wantsEvents(accept: string | undefined): boolean {
  return accept?.toLowerCase().includes('text/event-stream') ?? false;
}
