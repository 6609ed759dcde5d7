import { OpenAPIHono } from '@hono/zod-openapi';
import { ServiceError } from '../contract/errors.ts';
import type { OpenedCore } from '../open-core.ts';
import type { Analyse, App, HttpEnvironment } from './environment.ts';
import { errorResponse, toServiceError } from './error-response.ts';
import { requireJson } from './guard/content-type.ts';
import { withDeadline } from './guard/deadline.ts';
import { allowHosts } from './guard/host.ts';
import { checkOrigin } from './guard/origin.ts';
import { sayProject } from './guard/project.ts';
import { requireToken } from './guard/token.ts';
import { measure } from './measure.ts';
import { createMetrics } from './metrics.ts';
import { registerAsk } from './routes/ask.ts';
import { registerCorpus } from './routes/corpus.ts';
import { registerFreeze } from './routes/freeze.ts';
import { registerGenerations } from './routes/generations.ts';
import { registerModels } from './routes/models.ts';
import { registerOpenAi } from './routes/openai.ts';
import { registerRecords } from './routes/records.ts';
import { registerState } from './routes/state.ts';
import { registerSystem } from './routes/system.ts';

/** A backend: the guards in their order, then the routes. `analyse` is what makes it `rag`. */
export function createBackend(
  core: OpenedCore,
  service: 'rag' | 'qa',
  analyse: Analyse | null = null,
): App {
  const { config, log } = core;
  const metrics = createMetrics(core, service);
  const app: App = new OpenAPIHono<HttpEnvironment>();
  app.onError((error, context) =>
    errorResponse(toServiceError(error, log, context.req.raw.signal)),
  );
  app.notFound(({ req: { method, path } }) => {
    const methods = methodsOf(app, path).join(', ');
    if (methods === '') return errorResponse(unknownRoute(method, path));
    const response = errorResponse(wrongMethod(method, path, methods));
    response.headers.set('allow', methods);
    return response;
  });

  app.use(sayProject(config));
  app.use(measure(metrics, core.clock));
  app.use(allowHosts(config.hosts));
  app.use(checkOrigin(config.origins));
  app.use(requireToken(config.token));
  app.use(requireJson);
  app.use(withDeadline(config.limits.deadline));

  const tools = { core, service, analyse, metrics };
  registerState(app, tools);
  registerSystem(app, tools);
  registerAsk(app, tools);
  registerOpenAi(app, tools);
  registerCorpus(app, tools);
  registerRecords(app, tools);
  registerGenerations(app, tools);
  registerFreeze(app, tools);
  registerModels(app, tools);
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: `gecko ${service}`,
      version: config.version,
      description: 'Questions, answers with citations, and the corpus behind them.',
    },
  });
  return app;
}

/** What a path takes; middleware, which takes everything, says nothing of it. */
function methodsOf({ routes, router }: App, path: string): string[] {
  const isRoute = (method: string) =>
    router.match(method, path)[0].some(([[, route]]) => route.method === method);
  return [...new Set(routes.map(({ method }) => method))].filter(
    (method) => method !== 'ALL' && isRoute(method),
  );
}

function wrongMethod(method: string, path: string, methods: string): ServiceError {
  return new ServiceError(
    'METHOD_NOT_ALLOWED',
    `${path} does not take ${method}`,
    `It takes ${methods}; GET /openapi.json describes it.`,
  );
}

function unknownRoute(method: string, path: string): ServiceError {
  return new ServiceError(
    'NOT_FOUND',
    `${method} ${path.slice(0, 200)} does not exist`,
    'GET /openapi.json lists the routes.',
  );
}
