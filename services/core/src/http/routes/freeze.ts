import { createRoute, z } from '@hono/zod-openapi';
import { FreezeResponse } from '../../contract/corpus.ts';
import type { App, RouteTools } from '../environment.ts';
import { answers } from '../error-answers.ts';
import { query } from '../query.ts';

const FreezeQuery = z.strictObject({
  seconds: z.coerce
    .number()
    .min(1)
    .max(60)
    .default(30)
    .openapi({ description: 'after which writes go on by themselves' }),
});
const security = [{ token: [] }];

const routes = [
  createRoute({
    method: 'post',
    path: '/corpus/freeze',
    summary: 'Writes wait, so that a copy of the corpus is of one moment; again: for longer',
    security,
    request: { query: FreezeQuery },
    responses: answers(FreezeResponse, 'Writes that were under way have ended'),
  }),
  createRoute({
    method: 'delete',
    path: '/corpus/freeze',
    summary: 'Writes go on',
    security,
    responses: answers(FreezeResponse, 'They do'),
  }),
];

export function registerFreeze(app: App, { core }: RouteTools): void {
  for (const route of routes) app.openAPIRegistry.registerPath(route);

  app.post('/corpus/freeze', async (context) => {
    const { seconds } = query(context, FreezeQuery);
    await core.store.freeze(seconds * 1_000);
    return context.json({ frozen: true, seconds });
  });

  app.delete('/corpus/freeze', async (context) => {
    await core.store.thaw();
    return context.json({ frozen: false, seconds: 0 });
  });
}
