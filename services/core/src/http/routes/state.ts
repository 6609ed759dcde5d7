import { createRoute, z } from '@hono/zod-openapi';
import { Health, Ready } from '../../contract/health.ts';
import { areReady, askDependencies } from '../../system/ask-dependencies.ts';
import type { App, RouteTools } from '../environment.ts';
import { answers } from '../error-answers.ts';

const routes = [
  createRoute({
    method: 'get',
    path: '/health',
    summary: 'The process is alive',
    responses: answers(Health, 'Alive'),
  }),
  createRoute({
    method: 'get',
    path: '/ready',
    summary: 'Each dependency by name; 503 while no question can be answered',
    responses: {
      ...answers(Ready, 'Ready'),
      503: { description: 'Not ready', content: { 'application/json': { schema: Ready } } },
    },
  }),
  createRoute({
    method: 'get',
    path: '/metrics',
    summary: 'Prometheus metrics',
    responses: {
      200: {
        description: 'Text exposition format',
        content: { 'text/plain': { schema: z.string() } },
      },
    },
  }),
];

export function registerState(app: App, { core, service, metrics }: RouteTools): void {
  for (const route of routes) app.openAPIRegistry.registerPath(route);
  const { instance, version, project } = core.config;

  app.get('/', (context) =>
    context.json({ name: 'gecko', service, project, version, description: '/openapi.json' }),
  );

  app.get('/health', (context) =>
    context.json({ status: 'ok' as const, instance, service, version }),
  );

  app.get('/ready', async (context) => {
    const asked = await askDependencies(core);
    const ready = areReady(asked);
    const dependencies = asked.map(({ name, state, detail }) => ({ name, state, detail }));
    return context.json({ ready, dependencies }, ready ? 200 : 503);
  });

  app.get('/metrics', async (context) => {
    context.header('content-type', metrics.contentType);
    return context.body(await metrics.text());
  });
}
