import { createRoute } from '@hono/zod-openapi';
import { ServiceError } from '../../contract/errors.ts';
import { PullEvent, PullRequest } from '../../contract/pull.ts';
import { mayUseOllama, ollamaOf } from '../../generate/ollama-of.ts';
import { pullOllama } from '../../generate/pull-ollama.ts';
import type { GeneratorSettings } from '../../generate/settings.ts';
import { begun } from '../begun.ts';
import type { App, RouteTools } from '../environment.ts';
import { errorAnswers } from '../error-answers.ts';
import { jsonBody } from '../json-body.ts';
import { ndjsonResponse } from '../ndjson-response.ts';

const route = createRoute({
  method: 'post',
  path: '/models/pull',
  summary: 'Lets Ollama pull a model; one JSON event a line. Closing the connection stops it',
  security: [{ token: [] }],
  request: { body: { required: true, content: { 'application/json': { schema: PullRequest } } } },
  responses: {
    200: { description: 'Progress', content: { 'application/x-ndjson': { schema: PullEvent } } },
    ...errorAnswers,
  },
});

export function registerModels(app: App, { core }: RouteTools): void {
  app.openAPIRegistry.registerPath(route);

  app.post('/models/pull', async (context) => {
    const { generator, limits } = core.config;
    const asked = context.get('signal');
    const { model } = await jsonBody(context.req.raw, PullRequest, limits.jsonBytes, asked);
    const address = await ollamaOf(generator, asked);
    if (address === null) throw nowhere(generator);
    const left = new AbortController();
    // Without the deadline of other requests: a large model takes as long as it takes.
    context.get('finish')();
    const signal = AbortSignal.any([context.req.raw.signal, left.signal]);
    const ended = () => left.abort();
    return ndjsonResponse(await begun(pullOllama(address, model, signal)), {
      log: core.log,
      signal,
      ended,
    });
  });
}

function nowhere(settings: GeneratorSettings): ServiceError {
  if (mayUseOllama(settings))
    return new ServiceError(
      'GENERATOR_UNREACHABLE',
      'no Ollama answers that could pull a model',
      'gecko doctor says why; a model in process is brought by: gecko model pull --embedded NAME',
    );
  return new ServiceError(
    'NO_OLLAMA',
    `answers here are made by the generator ${settings.kind}, which is no Ollama: only that pulls models`,
    'Set the key generator.kind to ollama or auto. A model in process is brought by: gecko model pull --embedded NAME',
  );
}
