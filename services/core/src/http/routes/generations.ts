import { setMaxListeners } from 'node:events';
import { createRoute, z } from '@hono/zod-openapi';
import { CollectionName } from '../../contract/collection-name.ts';
import {
  type CollectionInfo,
  CollectionList,
  ReindexEvent,
  RollbackResponse,
} from '../../contract/corpus.ts';
import { compareFingerprints, currentFingerprint } from '../../ingest/fingerprint.ts';
import type { OpenedCore } from '../../open-core.ts';
import type { Generation } from '../../store/port.ts';
import { begun } from '../begun.ts';
import type { App, RouteTools } from '../environment.ts';
import { answers, errorAnswers } from '../error-answers.ts';
import { ndjsonResponse } from '../ndjson-response.ts';
import { query } from '../query.ts';

const InCollection = z.strictObject({ collection: CollectionName.optional() });
const ReindexQuery = InCollection.extend({
  withoutVectors: z
    .enum(['true', 'false'])
    .optional()
    .openapi({ description: 'true: vectors may be given up where there is no embedder' }),
});
const RollbackQuery = InCollection.extend({
  dryRun: z
    .enum(['true', 'false'])
    .optional()
    .openapi({ description: 'true: tell what it would undo, and change nothing' }),
});
const security = [{ token: [] }];

const routes = [
  createRoute({
    method: 'get',
    path: '/collections',
    summary: 'Collections with their models and counts',
    responses: answers(CollectionList, 'Collections'),
  }),
  createRoute({
    method: 'post',
    path: '/corpus/reindex',
    summary: 'A new generation from the stored text, then a switch to it; one JSON event a line',
    security,
    request: { query: ReindexQuery },
    responses: {
      200: {
        description: 'Progress',
        content: { 'application/x-ndjson': { schema: ReindexEvent } },
      },
      ...errorAnswers,
    },
  }),
  createRoute({
    method: 'post',
    path: '/corpus/rollback',
    summary: 'Back to the generation before the last switch',
    security,
    request: { query: RollbackQuery },
    responses: answers(RollbackResponse, 'The generation that answers now'),
  }),
];

export function registerGenerations(app: App, { core }: RouteTools): void {
  for (const route of routes) app.openAPIRegistry.registerPath(route);

  app.get('/collections', async (context) => {
    const live = await core.store.collections();
    return context.json({ collections: await Promise.all(live.map((one) => describe(core, one))) });
  });

  app.post('/corpus/reindex', async (context) => {
    const { collection = core.config.collection, withoutVectors } = query(context, ReindexQuery);
    const left = new AbortController();
    // Without the deadline of other requests: a large corpus takes as long as it takes.
    context.get('finish')();
    const signal = AbortSignal.any([context.req.raw.signal, left.signal]);
    // Documents are embedded several at a time, and Node warns of ten listeners.
    setMaxListeners(0, signal);
    const events = core.ingest.reindex({
      collection,
      withoutVectors: withoutVectors === 'true',
      signal,
    });
    const ended = () => left.abort();
    return ndjsonResponse(await begun(events), { log: core.log, signal, ended });
  });

  app.post('/corpus/rollback', async (context) => {
    const { collection = core.config.collection, dryRun } = query(context, RollbackQuery);
    return context.json(await core.ingest.rollback({ collection, dryRun: dryRun === 'true' }));
  });
}

async function describe(core: OpenedCore, live: Generation): Promise<CollectionInfo> {
  const { collection, generation, physical, fingerprint, legacy } = live;
  const [stats, previous] = await Promise.all([
    core.store.open(collection, generation).then((opened) => opened.stats()),
    core.store.previous(collection),
  ]);
  const differences = legacy ? [] : compareFingerprints(fingerprint, currentFingerprint(core));
  return {
    name: collection,
    generation,
    physical,
    previous,
    ...stats,
    fingerprint,
    mode: fingerprint.model === null ? 'lexical' : 'hybrid',
    warning: legacy
      ? 'not made by gecko: it is asked by its vectors, and never written to'
      : differences.length > 0
        ? `${differences.join('; ')}: gecko corpus reindex`
        : null,
  };
}
